import { copyFile, cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { Arch, build, Platform } from "electron-builder";
import { afterAll, beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "./node/test-node.ts";

const PROJECT = join(import.meta.dirname, "..");
const SQLITE = dirname(createRequire(join(PROJECT, "../../packages/foundation/src/")).resolve("better-sqlite3/package.json"));
/** Stands in every Electron program before the state of its fuses. */
const SENTINEL = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const inFolder = (name: string): string => join(folder.path, name);

beforeAll(async () => {
  folder = await temporaryFolder();
  // As `npm run bundle` leaves it, as far as packaging looks.
  await mkdir(inFolder("app/main"), { recursive: true });
  const manifest = { name: "lucid", version: "0.1.0", private: true, type: "module", main: "main/main.js" };
  await writeFile(inFolder("app/package.json"), JSON.stringify(manifest));
  await writeFile(inFolder("app/main/main.js"), "export {};\n");
  for (const part of ["package.json", "lib", "prebuilds"])
    await cp(join(SQLITE, part), inFolder(`app/node_modules/better-sqlite3/${part}`), { recursive: true });
  // A program that has the form of Electron's: an ELF file with a fuse wire, all fuses as they are delivered.
  await mkdir(inFolder("dist/resources"), { recursive: true });
  await copyFile("/usr/bin/true", inFolder("dist/electron"));
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, 9]), Buffer.from("101100110")]);
  await writeFile(inFolder("dist/electron"), Buffer.concat([await readFile("/usr/bin/true"), wire]), { mode: 0o755 });
  await writeFile(inFolder("dist/version"), "45.3.4");
});
afterAll(() => folder[Symbol.asyncDispose]());

const packaged = (change: object = {}) =>
  build({
    projectDir: PROJECT,
    targets: Platform.LINUX.createTarget("dir", Arch.x64),
    config: {
      extends: join(PROJECT, "electron-builder.yml"),
      directories: { app: inFolder("app"), output: inFolder("out") },
      electronDist: inFolder("dist"),
      electronVersion: "45.3.4",
      ...change,
    },
  });

it("packages the bundle with SQLite's part for its own system alone, and the fuses set", async () => {
  await packaged();
  const program = inFolder("out/linux-unpacked/lucid-desktop");
  const wire = await getCurrentFuseWire(program);
  const fuses = Object.entries({
    RunAsNode: FuseState.DISABLE,
    EnableCookieEncryption: FuseState.ENABLE,
    EnableNodeOptionsEnvironmentVariable: FuseState.DISABLE,
    EnableNodeCliInspectArguments: FuseState.DISABLE,
    EnableEmbeddedAsarIntegrityValidation: FuseState.ENABLE,
    OnlyLoadAppFromAsar: FuseState.ENABLE,
    GrantFileProtocolExtraPrivileges: FuseState.DISABLE,
  } as const);
  for (const [name, state] of fuses) expect(wire[FuseV1Options[name as keyof typeof FuseV1Options]], name).toBe(state);

  const resources = inFolder("out/linux-unpacked/resources");
  const asar = await readFile(join(resources, "app.asar"));
  // The head of an archive is JSON that names every file in it.
  const names = asar.subarray(16, 16 + asar.readUInt32LE(12)).toString();
  expect(names).toContain('"main.js"');
  expect([...names.matchAll(/"([\w-]+\.node)"/g)].map(([, name]) => name)).toEqual(["linux-x64.node"]);
  const native = "app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node";
  expect(await readFile(join(resources, native))).toEqual(await readFile(join(SQLITE, "prebuilds/linux-x64.node")));
  expect(names).toContain('"database.js"');
});

it.each([
  ["an unknown key", { asarr: true }],
  ["an unknown fuse", { electronFuses: { runAsNod: false } }],
  ["an unknown machine", { win: { target: [{ target: "nsis", arch: ["sparc"] }] } }],
])("is checked against the schema of electron-builder, which refuses %s", async (_what, change) => {
  await expect(packaged(change)).rejects.toThrow(/Invalid configuration object/);
});
