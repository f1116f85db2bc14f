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

/** @throws with what the command said when it fails */
async function succeeds(program: string, ...args: readonly string[]): Promise<void> {
  await run(tool(program), args, { cwd: copy }).catch((failed: { stdout: string }) => {
    throw new Error(failed.stdout);
  });
}

const EVERY_CHANGE = "packages/core/src/node/every-change.test.ts";
const CALL = /^ *"(\w+\.\w+)": async/gm;
/** Procedures for which a guide adds a call to the walk of every change. */
const calledBy = (guide: string): string[] =>
  stepsOf(guide)
    .flatMap((step) => (step.kind === "edit" && step.path === EVERY_CHANGE ? step.places : []))
    .flatMap(({ before, after }) => [...after.replace(before, "").matchAll(CALL)].map(([, name = ""]) => name));

beforeAll(async () => {
  const files = (await Array.fromAsync(glob("docs/guides/add-*.md", { cwd: root }))).toSorted();
  guides = await Promise.all(files.map((file) => readFile(join(root, file), "utf8")));
  copy = await copyTree();
});
afterAll(() => rm(copy, { recursive: true }));

it("say what can be followed, one after the other, until it compiles and its tests pass", async () => {
  expect(guides.length).toBe(4);
  for (const guide of guides) await followGuide(copy, guide);
  await succeeds("tsc", "--build");
  const tests = guides.flatMap(stepsOf).filter(({ path }) => /\.test\.tsx?$/.test(path));
  const own = tests.filter(({ kind }) => kind === "file").map(({ path }) => path);
  expect(own.length).toBeGreaterThanOrEqual(3);
  await succeeds("vitest", "run", "--project", "unit", ...own, "packages/core/src/gateway/every-procedure.test.ts");
  // The unit level walks through all the others.
  const called = guides.flatMap(calledBy);
  expect(called).not.toEqual([]);
  const names = ["every procedure that is no GET", ...called.map((name) => `${name.replace(".", "\\.")} is told`)];
  const walk = join(copy, "build/walk.json");
  const toFile = ["--reporter=default", "--reporter=json", `--outputFile.json=${walk}`];
  await succeeds("vitest", "run", "--project", "unit", EVERY_CHANGE, "-t", names.join("|"), ...toFile);
  expect(JSON.parse(await readFile(walk, "utf8"))).toMatchObject({ success: true, numPassedTests: names.length });
});
