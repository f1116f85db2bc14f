import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { type Codec, chunkKeyInfo, encodeChunkHeader, type Suite } from "@lucid/proof";
import { gcm } from "@noble/ciphers/aes.js";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openChunk } from "./open-chunk.ts";

const sessionId = "0f8fad5b-d9cb-469f-a165-70867728950e";
const compress: Record<Codec, (plain: Uint8Array) => Uint8Array> = {
  none: (plain) => plain,
  zstd: (plain) => new Uint8Array(zstdCompressSync(plain)),
  gzip: (plain) => new Uint8Array(gzipSync(plain)),
};

interface Made {
  readonly codec?: Codec;
  readonly suite?: Suite;
  readonly index?: number;
  readonly compressed?: Uint8Array;
  readonly plainSize?: number;
}

/** A container as the node writes it; `compressed` and `plainSize` let a test lie. */
function seal(plain: Uint8Array, dataKey: Uint8Array, made: Made = {}): Uint8Array {
  const { codec = "zstd", suite = "xchacha20-poly1305", index = 7 } = made;
  const compressed = made.compressed ?? compress[codec](plain);
  const nonce = randomBytes(24);
  if (suite === "aes-256-gcm") nonce.fill(0, 12);
  const header = {
    suite,
    codec,
    sessionId,
    index,
    plainSize: made.plainSize ?? plain.length,
    compressedSize: compressed.length,
    salt: randomBytes(32),
    nonce,
  };
  const aad = encodeChunkHeader(header);
  const key = hkdf(sha256, dataKey, header.salt, chunkKeyInfo(sessionId, index), 32);
  const cipher = suite === "aes-256-gcm" ? gcm(key, nonce.subarray(0, 12), aad) : xchacha20poly1305(key, nonce, aad);
  return concatBytes(aad, cipher.encrypt(compressed));
}

const screenLike = (length: number) => Uint8Array.from({ length }, (_, at) => (at >> 7) ^ (at % 13));
const kinds = (["none", "zstd", "gzip"] as const).flatMap((codec) =>
  (["xchacha20-poly1305", "aes-256-gcm"] as const).map((suite) => ({ codec, suite })),
);

describe.each(kinds)("a chunk with $codec and $suite", (kind) => {
  it("gives its plain bytes back", () => {
    const dataKey = randomBytes(32);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5_000 }), fc.nat(5_000), (random, zeros) => {
        const plain = concatBytes(random, new Uint8Array(zeros));
        expect(openChunk(seal(plain, dataKey, kind), dataKey)).toEqual(plain);
      }),
      { numRuns: 40 },
    );
  });

  it("does not open after any bit of it changed, nor with another key", () => {
    const dataKey = randomBytes(32);
    const container = seal(screenLike(300), dataKey, kind);
    for (let at = 0; at < container.length; at += 1) {
      const altered = container.slice();
      altered[at] = (altered[at] as number) ^ (1 << (at % 8));
      expect(() => openChunk(altered, dataKey)).toThrow(expect.objectContaining({ name: "IdentityError" }));
    }
    expect(() => openChunk(container, randomBytes(32))).toThrow(expect.objectContaining({ code: "chunk-sealed", chunk: 7 }));
    expect(() => openChunk(container.subarray(0, -1), dataKey)).toThrow(expect.objectContaining({ code: "chunk-format" }));
  });
});

describe("a chunk of full size", () => {
  it.each(["zstd", "gzip"] as const)("opens when it was compressed with %s", (codec) => {
    const dataKey = randomBytes(32);
    const plain = screenLike(11_000_000);
    expect(Buffer.compare(openChunk(seal(plain, dataKey, { codec }), dataKey), plain)).toBe(0);
  });
});

describe("a chunk that lies about its content", () => {
  const dataKey = randomBytes(32);
  const bomb = new Uint8Array(20_000_000);

  it.each(["zstd", "gzip"] as const)("is refused when %s gives more than the header says", (codec) => {
    const container = seal(bomb, dataKey, { codec, compressed: compress[codec](bomb), plainSize: 1_000 });
    expect(() => openChunk(container, dataKey)).toThrow(expect.objectContaining({ code: "chunk-content", chunk: 7 }));
  });

  it.each(["zstd", "gzip"] as const)("is refused when %s gives less than the header says", (codec) => {
    const container = seal(bomb, dataKey, { codec, compressed: compress[codec](utf8ToBytes("short")), plainSize: 1_000 });
    expect(() => openChunk(container, dataKey)).toThrow(expect.objectContaining({ code: "chunk-content", chunk: 7 }));
  });

  it("is refused when zstd asks for a window of gigabytes, in the first frame or a later one", () => {
    const greedy = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00);
    const hidden = concatBytes(compress.zstd(utf8ToBytes("first")), greedy);
    for (const compressed of [greedy, hidden, utf8ToBytes("no frame at all"), compress.zstd(bomb).subarray(0, -3)]) {
      const container = seal(bomb, dataKey, { compressed, plainSize: 5 });
      expect(() => openChunk(container, dataKey)).toThrow(expect.objectContaining({ code: "chunk-content", chunk: 7 }));
    }
  });

  const plain = utf8ToBytes("what was recorded ".repeat(5));
  const checked = new Uint8Array(zstdCompressSync(plain, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }));
  const member = compress.gzip(plain);
  const flipped = (bytes: Uint8Array, at: number) => bytes.with(at, (bytes.at(at) as number) ^ 1);

  it.each<[string, Codec, Uint8Array]>([
    ["gzip with another check sum", "gzip", flipped(member, -5)],
    ["gzip with another length at its end", "gzip", flipped(member, -1)],
    ["gzip with a byte behind it", "gzip", concatBytes(member, Uint8Array.of(0))],
    ["gzip with its own trailer behind it again", "gzip", concatBytes(member, member.subarray(-8))],
    [
      "gzip with a byte hidden before its trailer",
      "gzip",
      concatBytes(member.subarray(0, -8), Uint8Array.of(0), member.subarray(-8)),
    ],
    ["gzip with an empty second member", "gzip", concatBytes(member, compress.gzip(new Uint8Array(0)))],
    [
      "gzip of two members that are the content together",
      "gzip",
      concatBytes(compress.gzip(plain.subarray(0, 9)), compress.gzip(plain.subarray(9))),
    ],
    ["gzip with reserved flags", "gzip", member.with(3, 0x20)],
    [
      "gzip with a header sum that is wrong",
      "gzip",
      concatBytes(member.subarray(0, 10).with(3, 2), Uint8Array.of(1, 2), member.subarray(10)),
    ],
    ["gzip that is a header and a trailer", "gzip", concatBytes(member.subarray(0, 10), member.subarray(-8))],
    ["zstd with another check sum", "zstd", flipped(checked, -1)],
    ["zstd with a byte behind it", "zstd", concatBytes(checked, Uint8Array.of(0))],
    [
      "zstd of two frames that are the content together",
      "zstd",
      concatBytes(compress.zstd(plain.subarray(0, 9)), compress.zstd(plain.subarray(9))),
    ],
    ["zstd with a skippable frame behind it", "zstd", concatBytes(checked, Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0))],
    [
      "zstd that needs a dictionary",
      "zstd",
      concatBytes(checked.subarray(0, 4), Uint8Array.of((checked[4] as number) | 1), checked.subarray(5)),
    ],
    ["zstd with a reserved bit", "zstd", checked.with(4, (checked[4] as number) | 8)],
    ["zstd that states another length", "zstd", checked.with(5, 89)],
  ])("V9: is refused when it is %s", (_name, codec, compressed) => {
    const container = seal(plain, dataKey, { codec, compressed });
    expect(() => openChunk(container, dataKey)).toThrow(expect.objectContaining({ code: "chunk-content", chunk: 7 }));
  });

  it("opens with every check sum and name that gzip and zstd know", () => {
    const named = concatBytes(
      member.subarray(0, 10).with(3, 8 + 16 + 4),
      Uint8Array.of(1, 0, 7),
      utf8ToBytes("a\0b\0"),
      member.subarray(10),
    );
    for (const [codec, compressed] of [
      ["zstd", checked],
      ["gzip", named],
    ] as const)
      expect(openChunk(seal(plain, dataKey, { codec, compressed }), dataKey)).toEqual(plain);
  });

  it("checks the sum of zstd as its own library does, whatever the length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(100_000), (random, zeros) => {
        const content = concatBytes(random, new Uint8Array(zeros), random);
        const compressed = new Uint8Array(zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: 1 } }));
        expect(openChunk(seal(content, dataKey, { compressed }), dataKey)).toEqual(content);
        expect(() => openChunk(seal(content, dataKey, { compressed: flipped(compressed, -3) }), dataKey)).toThrow();
      }),
      { numRuns: 60 },
    );
  });

  it("names the chunk in a sentence for people", () => {
    const container = seal(bomb, dataKey, {
      codec: "gzip",
      compressed: utf8ToBytes("not gzip at all, but long enough"),
      plainSize: 5,
    });
    expect(() => openChunk(container, dataKey)).toThrow(/^Chunk 7: The content of the chunk is not what its header says/);
  });
});
