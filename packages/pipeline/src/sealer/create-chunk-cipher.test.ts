import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, hexToBytes } from "@noble/ciphers/utils.js";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { containerHeader } from "./chunk-container.ts";
import { createChunkCipher, xchachaParts } from "./create-chunk-cipher.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

it("derives the HChaCha20 subkey of draft-irtf-cfrg-xchacha-03, section 2.2.1", () => {
  const key = Uint8Array.from({ length: 32 }, (_, index) => index);
  const nonce = concatBytes(hexToBytes("000000090000004a0000000031415927"), new Uint8Array(8));
  expect(hex(xchachaParts(key, nonce).subkey)).toBe("82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc");
});

it("seals the text of draft-irtf-cfrg-xchacha-03, appendix A.3.1", () => {
  const text =
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
  const aad = hexToBytes("50515253c0c1c2c3c4c5c6c7");
  const key = Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index);
  const nonce = Uint8Array.from({ length: 24 }, (_, index) => 0x40 + index);
  const cipher = createChunkCipher("xchacha20-poly1305", key, nonce, aad, text.length);
  expect(hex(cipher.update(Buffer.from(text)))).toBe(
    "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff921f9664c97637da9768812f615c68b13b52e",
  );
  expect(hex(cipher.finish())).toBe("c0875924c1c7987947deafd8780acf49");
});

it("agrees with an independent XChaCha20-Poly1305 for any key, nonce, message and slicing", () => {
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
  fc.assert(
    fc.property(
      bytes(32),
      bytes(24),
      fc.uint8Array({ maxLength: 64 }),
      fc.uint8Array({ maxLength: 400 }),
      fc.nat(400),
      (key, nonce, aad, message, cut) => {
        const cipher = createChunkCipher("xchacha20-poly1305", key, nonce, aad, message.length);
        const sealed = Buffer.concat([
          cipher.update(message.subarray(0, cut)),
          cipher.update(message.subarray(cut)),
          cipher.finish(),
        ]);
        expect(hex(sealed)).toBe(hex(xchacha20poly1305(key, nonce, aad).encrypt(message)));
      },
    ),
  );
});

it("refuses a nonce of the wrong length", () => {
  expect(() => xchachaParts(new Uint8Array(32), new Uint8Array(12))).toThrow("nonce of 24 bytes");
});

it("lays the header out as the format says", () => {
  const header = containerHeader({
    suite: "aes-256-gcm",
    codec: "gzip",
    sessionId: "00112233-4455-6677-8899-aabbccddeeff",
    index: 0x01020304,
    plainSize: 0x1_0000_0001,
    compressedSize: 5,
    salt: new Uint8Array(32).fill(0xaa),
    nonce: new Uint8Array(24).fill(0xbb),
  });
  expect(hex(header)).toBe(
    [
      "4c5543494443484b01020200",
      "00112233445566778899aabbccddeeff",
      "01020304",
      "0000000100000001",
      "0000000000000005",
      "aa".repeat(32),
      "bb".repeat(24),
    ].join(""),
  );
});
