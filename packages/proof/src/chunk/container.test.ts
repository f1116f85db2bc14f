import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesToHex } from "../encoding/bytes.ts";
import {
  CHUNK_HEADER_BYTES,
  type ChunkHeader,
  chunkAad,
  chunkKeyInfo,
  encodeChunkHeader,
  MAX_CHUNK_CONTENT_BYTES,
  parseChunk,
  parseChunkHeader,
} from "./container.ts";

const SESSION = "00112233-4455-4677-a899-aabbccddeeff";
const header: ChunkHeader = {
  suite: "xchacha20-poly1305",
  codec: "zstd",
  sessionId: SESSION,
  index: 258,
  plainSize: 65_536,
  compressedSize: 3,
  salt: new Uint8Array(32).fill(0xaa),
  nonce: new Uint8Array(24).fill(0xbb),
};

function container(changes: Partial<ChunkHeader> = {}): Uint8Array {
  const bytes = new Uint8Array(CHUNK_HEADER_BYTES + 3 + 16);
  bytes.set(encodeChunkHeader({ ...header, ...changes }));
  bytes.set([1, 2, 3], CHUNK_HEADER_BYTES);
  return bytes;
}

const codeOf = (bytes: Uint8Array) => {
  const outcome = parseChunk(bytes);
  return outcome.ok ? "ok" : `${outcome.failure.code}: ${outcome.failure.detail}`;
};

const put = (offset: number, ...values: number[]): Uint8Array => {
  const bytes = container();
  bytes.set(values, offset);
  return bytes;
};

describe("a chunk container", () => {
  it("has the 104 bytes of the format before its ciphertext", () => {
    expect(bytesToHex(encodeChunkHeader(header))).toBe(
      "4c5543494443484b" +
        "01010100" +
        "0011223344554677a899aabbccddeeff" +
        "00000102" +
        "0000000000010000" +
        "0000000000000003" +
        "aa".repeat(32) +
        "bb".repeat(24),
    );
  });

  it("gives back its header, ciphertext and tag", () => {
    const outcome = parseChunk(container());
    expect(outcome).toMatchObject({ ok: true, value: { header } });
    if (outcome.ok) {
      expect([...outcome.value.ciphertext]).toEqual([1, 2, 3]);
      expect(outcome.value.tag).toHaveLength(16);
    }
  });

  it("is parsed back whatever its header says", () => {
    const size = fc.integer({ min: 0, max: MAX_CHUNK_CONTENT_BYTES });
    const any = fc.record({
      suite: fc.constant<ChunkHeader["suite"]>("xchacha20-poly1305"),
      codec: fc.constantFrom<ChunkHeader["codec"]>("zstd", "gzip"),
      sessionId: fc.uuid(),
      index: fc.integer({ min: 0, max: 999_999 }),
      plainSize: size,
      compressedSize: size,
      salt: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      nonce: fc.uint8Array({ minLength: 24, maxLength: 24 }),
    });
    fc.assert(
      fc.property(any, (made) => {
        expect(parseChunkHeader(encodeChunkHeader(made))).toEqual({ ok: true, value: made });
      }),
    );
  });

  it.each([
    ["a flipped magic", put(0, 0x4d), "chunk-format: magic"],
    ["another version", put(8, 2), "chunk-format: version 2"],
    ["suite 0", put(9, 0), "chunk-format: suite 0"],
    ["suite 3", put(9, 3), "chunk-format: suite 3"],
    ["codec 3", put(10, 3), "chunk-format: codec 3"],
    ["a reserved byte set", put(11, 1), "chunk-format: byte 11 is not zero"],
    ["an index of seven digits", put(28, 0, 0x0f, 0x42, 0x40), "chunk-format: index 1000000"],
    ["a huge plain size", put(32, 1), "chunk-format: plain size 72057594037993470"],
    ["a compressed size beyond the file", put(47, 4), "chunk-format: 123 bytes where the header says 124"],
    ["a huge compressed size", put(40, 0xff), "chunk-format: compressed size 18374686479671624000"],
    ["sizes that differ without compression", put(10, 0), "chunk-format: sizes differ without compression"],
    ["a long nonce for AES", put(9, 2), "chunk-format: nonce of aes-256-gcm is longer than 12 bytes"],
    ["a byte too many", new Uint8Array([...container(), 0]), "chunk-format: 124 bytes where the header says 123"],
    ["a byte too few", container().subarray(0, 122), "chunk-format: 122 bytes where the header says 123"],
    ["only half a header", container().subarray(0, 60), "chunk-format: shorter than its header"],
    ["nothing", new Uint8Array(0), "chunk-format: shorter than its header"],
  ])("is refused with %s", (_name, bytes, problem) => {
    expect(codeOf(bytes)).toBe(problem);
  });

  it("is read from the middle of a larger buffer", () => {
    const buffer = new Uint8Array(300);
    buffer.set(container(), 77);
    expect(parseChunk(buffer.subarray(77, 77 + 123))).toMatchObject({ ok: true, value: { header } });
  });

  it("may hold as much as the limit and no more", () => {
    const full = { ...header, plainSize: MAX_CHUNK_CONTENT_BYTES, compressedSize: MAX_CHUNK_CONTENT_BYTES, index: 999_999 };
    expect(parseChunkHeader(encodeChunkHeader(full))).toEqual({ ok: true, value: full });
    expect(() => encodeChunkHeader({ ...full, compressedSize: MAX_CHUNK_CONTENT_BYTES + 1 })).toThrow(RangeError);
  });

  it("is never written with a header that no reader accepts", () => {
    expect(() => encodeChunkHeader({ ...header, index: 1_000_000 })).toThrow(RangeError);
    expect(() => encodeChunkHeader({ ...header, plainSize: MAX_CHUNK_CONTENT_BYTES + 1 })).toThrow(RangeError);
    expect(() => encodeChunkHeader({ ...header, salt: new Uint8Array(31) })).toThrow(RangeError);
    expect(() => encodeChunkHeader({ ...header, suite: "aes-256-gcm" })).toThrow(RangeError);
    expect(() => encodeChunkHeader({ ...header, codec: "none" })).toThrow(RangeError);
  });

  it("authenticates its whole header, and binds its key to session and index", () => {
    expect(chunkAad(container())).toEqual(encodeChunkHeader(header));
    expect(bytesToHex(chunkKeyInfo(SESSION, 258))).toBe("6c756369643a6368756e6b3a76310011223344554677a899aabbccddeeff00000102");
  });
});
