import { execFile } from "node:child_process";
import { cp, glob, mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { followGuide, stepsOf } from "./follow-guide.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");
const tool = (name: string): string => join(root, "node_modules/.bin", name);

let copy: string;
let guides: readonly string[];

/** The tree as it is, with what was not committed yet, and the packages of the tree itself instead of the original's. */
async function copyTree(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-guides-"));
  const { stdout } = await run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: root });
  const files = stdout.split("\0").filter((file) => file !== "" && !file.startsWith("docs/formats/vectors/"));
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(root, file), join(folder, file)).catch((error: NodeJS.ErrnoException) => {
      // Deleted in the working tree and not committed.
      if (error.code !== "ENOENT") throw error;
    });
  }
  await mkdir(join(folder, "node_modules/@lucid"), { recursive: true });
  for (const name of await readdir(join(root, "node_modules"))) {
    if (name !== "@lucid") await symlink(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  for (const name of await readdir(join(root, "node_modules/@lucid"))) {
    await symlink(await readlink(join(root, "node_modules/@lucid", name)), join(folder, "node_modules/@lucid", name));
  }
  return folder;
}

beforeAll(async () => {
  const files = (await Array.fromAsync(glob("docs/guides/add-*.md", { cwd: root }))).toSorted();
  guides = await Promise.all(files.map((file) => readFile(join(root, file), "utf8")));
  copy = await copyTree();
});
afterAll(() => rm(copy, { recursive: true }));

it("say what can be followed, one after the other, until it compiles and its tests pass", async () => {
  expect(guides.length).toBe(4);
  for (const guide of guides) await followGuide(copy, guide);
  await run(tool("tsc"), ["--build"], { cwd: copy }).catch((failed: { stdout: string }) => {
    throw new Error(failed.stdout);
  });
  const tests = guides.flatMap(stepsOf).filter(({ path }) => /\.test\.tsx?$/.test(path));
  const own = tests.filter(({ kind }) => kind === "file").map(({ path }) => path);
  expect(own.length).toBeGreaterThanOrEqual(3);
  const walking = ["packages/core/src/node/every-change.test.ts", "packages/core/src/gateway/every-procedure.test.ts"];
  await run(tool("vitest"), ["run", "--project", "unit", ...own, ...walking], { cwd: copy }).catch(
    (failed: { stdout: string }) => {
      throw new Error(failed.stdout);
    },
  );
});
