import { randomBytes } from "node:crypto";
import { gunzipSync, zstdDecompressSync } from "node:zlib";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compress } from "./compress.ts";

it("returns bytes that decompress to the input, never more of them", () => {
  const text = fc.string({ maxLength: 3_000 }).map((value) => Buffer.from(value.repeat(3)));
  const input = fc.oneof(text, fc.uint8Array({ maxLength: 5_000 }));
  fc.assert(
    fc.property(input, fc.constantFrom("zstd" as const, "gzip" as const, "none" as const), (bytes, codec) => {
      const packed = compress(bytes, codec);
      expect(packed.bytes.length).toBeLessThanOrEqual(bytes.length);
      const plain =
        packed.codec === "zstd"
          ? zstdDecompressSync(packed.bytes)
          : packed.codec === "gzip"
            ? gunzipSync(packed.bytes)
            : packed.bytes;
      expect(Buffer.compare(plain, bytes)).toBe(0);
    }),
  );
});

it("judges a long chunk by its samples", () => {
  const noise = randomBytes(3_000_000);
  expect(compress(noise, "zstd")).toEqual({ codec: "none", bytes: noise });
  const withEvents = Buffer.concat([noise, Buffer.alloc(100_000, "event")]);
  expect(compress(withEvents, "zstd").codec).toBe("none");
  expect(compress(Buffer.alloc(3_000_000, "screen"), "gzip")).toMatchObject({ codec: "gzip" });
});
