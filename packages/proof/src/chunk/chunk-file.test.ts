import { buildTestSession } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { sha256Hex } from "../encoding/hash.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import { verifyChunkFile } from "./chunk-file.ts";

const session = buildTestSession("chunk-file", { chunks: 3, chunkBytes: 300 });
const file = session.containers[1] as Uint8Array;
const entry = session.manifest.manifest.chunks[1] as ChunkEntry;

const codeOf = async (bytes: Uint8Array, expected: ChunkEntry = entry) => {
  const outcome = await verifyChunkFile(bytes, expected);
  return outcome.ok ? "ok" : [outcome.failure.code, outcome.failure.chunk, outcome.failure.detail];
};

const changed = (offset: number, value: number): Uint8Array => {
  const bytes = file.slice();
  bytes[offset] = value;
  return bytes;
};

describe("a chunk's file", () => {
  it("is the one its entry commits to", async () => {
    expect(await codeOf(file)).toBe("ok");
  });

  it("is hashed with what the platform offers, also in the background", async () => {
    const digest = async (bytes: Uint8Array) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.slice()));
    expect(await verifyChunkFile(file, entry, digest)).toMatchObject({ ok: true });
    const wrong = await verifyChunkFile(file, entry, () => new Uint8Array(32));
    expect(wrong).toMatchObject({ ok: false, failure: { code: "chunk-altered", chunk: 1 } });
  });

  it.each([
    ["with one byte of its content changed", changed(200, 0), "chunk-altered"],
    ["with its salt changed", changed(50, 0), "chunk-altered"],
    ["with its tag changed", changed(file.length - 1, 0), "chunk-altered"],
    ["cut by a byte", file.subarray(0, -1), "chunk-size"],
    ["with a byte more", new Uint8Array([...file, 0]), "chunk-size"],
    ["with another index inside", changed(31, 2), "chunk-header"],
    ["of another session", changed(12, 0), "chunk-header"],
    ["of another suite", changed(9, 3), "chunk-format"],
    ["without its magic", changed(0, 0), "chunk-format"],
  ])("is refused %s", async (_name, bytes, code) => {
    expect(await codeOf(bytes)).toContain(code);
    expect(await codeOf(bytes)).toContain(1);
  });

  it.each([
    ["suite", { suite: "aes-256-gcm" }],
    ["codec", { codec: "gzip" }],
    ["plain_size", { plain_size: 301 }],
    ["index", { index: 0 }],
  ] as const)("is refused where the entry says another %s", async (detail, changes) => {
    const other: ChunkEntry = { ...entry, ...changes, sha256: sha256Hex(file) };
    expect(await codeOf(file, other)).toEqual(["chunk-header", other.index, detail]);
  });
});
