import { execFile } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { packageServer } from "../../../../scripts/package/package-server.ts";

const run = promisify(execFile);

let folder: string;
const at = (...names: string[]): string => join(folder, ...names);

/** Runs the package's Node.js as a machine of its architecture would. */
const emulated = (...args: string[]): Promise<{ stdout: string }> =>
  run("qemu-aarch64-static", ["-L", at("libraries"), at("lucid/versions/1.0.0/runtime/node"), ...args], { cwd: folder });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-arm64-"));
  const kinds = ["tarball", "deb"] as const;
  await packageServer({ arch: "arm64", version: "1.0.0", time: 1_700_000_000, out: at("out"), kinds, updates: {} });
  await run("tar", ["-xzf", at("out/lucid-1.0.0-linux-arm64.tar.gz"), "-C", folder]);
  const libraries = ["--variant=extract", "--architectures=arm64", "--include=libc6,libstdc++6,libgcc-s1"];
  await run("mmdebstrap", [...libraries, "bookworm", at("libraries")], { maxBuffer: 1 << 26 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("runs its program and its database on arm64", async () => {
  const app = at("lucid/versions/1.0.0/app");
  expect((await emulated(join(app, "main/lucid.js"), "--version")).stdout).toBe("1.0.0\n");
  const script = `
    const Database = require(${JSON.stringify(join(app, "node_modules/better-sqlite3"))});
    const database = new Database(":memory:");
    console.log(process.arch, database.prepare("SELECT 40 + 2 AS sum").get().sum);`;
  expect((await emulated("-e", script)).stdout).toBe("arm64 42\n");
});

it("is less than 80 MB to download, as either package", async () => {
  for (const name of ["lucid-1.0.0-linux-arm64.tar.gz", "lucid_1.0.0_arm64.deb"])
    expect((await stat(at("out", name))).size).toBeLessThan(80_000_000);
  const { stdout } = await run("dpkg-deb", ["--field", at("out/lucid_1.0.0_arm64.deb"), "Architecture"]);
  expect(stdout).toBe("arm64\n");
});
