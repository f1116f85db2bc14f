import { createCipheriv } from "node:crypto";
import type { Suite } from "@lucid/proof";
import { hchacha } from "@noble/ciphers/chacha.js";
import { NONCE_BYTES, TAG_BYTES } from "./chunk-container.ts";

export interface ChunkCipher {
  update(bytes: Uint8Array): Uint8Array;
  /** Ends the message and returns its 16-byte tag. */
  finish(): Uint8Array;
}

/**
 * AEAD of a suite, natively at full speed. `nonce` has 24 bytes; AES-256-GCM takes the first 12 of them.
 * `size` is the length of the whole message.
 */
export function createChunkCipher(suite: Suite, key: Uint8Array, nonce: Uint8Array, aad: Uint8Array, size: number): ChunkCipher {
  const cipher = openCipher(suite, key, nonce);
  cipher.setAAD(aad, { plaintextLength: size });
  return {
    update: (bytes) => cipher.update(bytes),
    finish() {
      cipher.final();
      return cipher.getAuthTag();
    },
  };
}

function openCipher(suite: Suite, key: Uint8Array, nonce: Uint8Array) {
  switch (suite) {
    case "aes-256-gcm":
      return createCipheriv("aes-256-gcm", key, nonce.subarray(0, 12), { authTagLength: TAG_BYTES });
    case "xchacha20-poly1305": {
      const { subkey, shortNonce } = xchachaParts(key, nonce);
      const cipher = createCipheriv("chacha20-poly1305", subkey, shortNonce, { authTagLength: TAG_BYTES });
      subkey.fill(0);
      return cipher;
    }
  }
}

/**
 * XChaCha20-Poly1305 is ChaCha20-Poly1305 (RFC 8439) under HChaCha20(key, nonce[0..16]) with the nonce
 * 0000 || nonce[16..24] (draft-irtf-cfrg-xchacha-03, section 2.3).
 */
export function xchachaParts(key: Uint8Array, nonce: Uint8Array): { subkey: Uint8Array; shortNonce: Uint8Array } {
  if (key.length !== 32 || nonce.length !== NONCE_BYTES)
    throw new RangeError("XChaCha20-Poly1305 takes a key of 32 and a nonce of 24 bytes");
  const words = new Uint32Array(8);
  const keyWords = readWords(key);
  hchacha(SIGMA, keyWords, readWords(nonce.subarray(0, 16)), words);
  keyWords.fill(0);
  const shortNonce = new Uint8Array(12);
  shortNonce.set(nonce.subarray(16), 4);
  const subkey = new Uint8Array(32);
  const view = new DataView(subkey.buffer);
  for (const [index, word] of words.entries()) view.setUint32(index * 4, word, true);
  words.fill(0);
  return { subkey, shortNonce };
}

const readWords = (bytes: Uint8Array): Uint32Array => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length / 4 }, (_, index) => view.getUint32(index * 4, true));
};

/** "expand 32-byte k" as little-endian words (RFC 8439, section 2.3). */
const SIGMA = readWords(Buffer.from("expand 32-byte k"));
