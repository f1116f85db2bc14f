import { chunkKeyInfo, encodeChunkHeader } from "@lucid/proof";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { containerHeader, keyInfo } from "./chunk-container.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const index = fc.nat(999_999);
const size = fc.nat(33_554_432);

it("writes the header that verifiers read", () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      index,
      size,
      size,
      bytes(32),
      bytes(24),
      (sessionId, index, plainSize, compressedSize, salt, nonce) => {
        const header = {
          suite: "xchacha20-poly1305",
          codec: "zstd",
          sessionId,
          index,
          plainSize,
          compressedSize,
          salt,
          nonce,
        } as const;
        expect(containerHeader(header).equals(encodeChunkHeader(header))).toBe(true);
        const other = {
          ...header,
          suite: "aes-256-gcm",
          codec: "none",
          compressedSize: plainSize,
          nonce: nonce.fill(0, 12),
        } as const;
        expect(containerHeader(other).equals(encodeChunkHeader(other))).toBe(true);
      },
    ),
  );
});

it("binds keys to session and index as readers do", () => {
  fc.assert(
    fc.property(fc.uuid(), index, (sessionId, index) => {
      expect(keyInfo(sessionId, index).equals(chunkKeyInfo(sessionId, index))).toBe(true);
    }),
  );
});
