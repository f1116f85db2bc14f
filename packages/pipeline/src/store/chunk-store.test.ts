import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestLog } from "../testing/test-fixtures.ts";
import { storeError } from "./chunk-paths.ts";
import { chunkStoreCompliance } from "./chunk-store.compliance.ts";
import { createMemoryChunkStore } from "./create-memory-chunk-store.ts";
import { openChunkStore } from "./open-chunk-store.ts";

const SESSION = "0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3";
const run = promisify(execFile);
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lucid-store-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const openStore = (log = createTestLog()) => openChunkStore({ log }, { directory: join(directory, "chunks") });

describe("chunks in memory", () => {
  chunkStoreCompliance(async () => createMemoryChunkStore());
});
describe("chunks on disk", () => {
  chunkStoreCompliance(() => openStore());
});

describe("the chunk folder", () => {
  it("keeps chunks as private files that a later run finds again", async () => {
    const before = await openStore();
    await before.put(SESSION, 41, Buffer.from("sealed"));
    const path = join(directory, "chunks", SESSION, "00000041.chunk");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(directory, "chunks", SESSION))).mode & 0o777).toBe(0o700);
    await using after = await openStore();
    expect(await after.list(SESSION)).toEqual([{ index: 41, size: 6 }]);
    expect(await after.usage()).toMatchObject({ chunks: 1, bytes: 6 });
  });

  it("clears away what a crash left half written", async () => {
    const folder = join(directory, "chunks", SESSION);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "00000000.chunk"), "whole");
    await writeFile(join(folder, "00000001.chunk.tmp"), "ha");
    const log = createTestLog();
    await using store = await openStore(log);
    expect(await readdir(folder)).toEqual(["00000000.chunk"]);
    expect(await store.list(SESSION)).toHaveLength(1);
    expect(log.lines.join()).toContain("cut off");
  });

  it("leaves other people's files alone", async () => {
    await mkdir(join(directory, "chunks", "notes"), { recursive: true });
    await using store = await openStore();
    expect(await store.sessions()).toEqual([]);
    expect(await readdir(join(directory, "chunks"))).toEqual(["notes"]);
  });

  it.each(["../elsewhere", "", "0198A5C2-6D1E-7C3F-8A4B-5E6F708192A3"])("refuses the session name %j", async (name) => {
    await using store = await openStore();
    await expect(store.put(name, 0, Buffer.from("x"))).rejects.toThrow("lower-case UUID");
  });

  it.each([-1, 1.5, 1_000_000])("refuses the index %d", async (index) => {
    await using store = await openStore();
    await expect(store.put(SESSION, index, Buffer.from("x"))).rejects.toThrow("index is 0 to 999999");
  });

  it("does not open where no folder can be", async () => {
    await writeFile(join(directory, "file"), "");
    await expect(openChunkStore({ log: createTestLog() }, { directory: join(directory, "file") })).rejects.toMatchObject({
      code: "LUCID_PIPELINE_ERR_4503",
    });
  });
});

it.each([
  ["ENOSPC", "4501"],
  ["EDQUOT", "4501"],
  ["EROFS", "4502"],
  ["EACCES", "4502"],
  ["EIO", "4503"],
])("names the disk's %s as LUCID_PIPELINE_ERR_%s and keeps the cause", (code, number) => {
  const cause = Object.assign(new Error("disk"), { code });
  expect(storeError(cause)).toMatchObject({ code: `LUCID_PIPELINE_ERR_${number}`, cause });
});

const root = process.getuid?.() === 0;

describe.runIf(root)("a full and a read-only disk", () => {
  it("reports that no room is left, keeps what is whole and takes chunks again when there is room", async () => {
    await run("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", directory]);
    try {
      await using store = await openStore();
      await store.put(SESSION, 0, Buffer.alloc(150_000, 1));
      await expect(store.put(SESSION, 1, Buffer.alloc(150_000, 2))).rejects.toMatchObject({
        code: "LUCID_PIPELINE_ERR_4501",
        retryable: true,
      });
      expect(await readdir(join(directory, "chunks", SESSION))).toEqual(["00000000.chunk"]);
      await run("mount", ["-o", "remount,size=1m", directory]);
      await store.put(SESSION, 1, Buffer.alloc(150_000, 2));
      expect(await store.usage()).toMatchObject({ chunks: 2, bytes: 300_000 });
      await run("mount", ["-o", "remount,ro", directory]);
      await expect(store.put(SESSION, 2, Buffer.alloc(10))).rejects.toMatchObject({ code: "LUCID_PIPELINE_ERR_4502" });
      await expect(openStore()).rejects.toMatchObject({ code: "LUCID_PIPELINE_ERR_4502" });
    } finally {
      await run("umount", [directory]);
    }
  });
});
