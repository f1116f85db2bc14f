import { CHUNK_OVERHEAD_BYTES, type Codec, chunkKeyInfo, encodeChunkHeader, type Suite } from "@lucid/proof";
import { gcm } from "@noble/ciphers/aes.js";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";

export interface TestSealRequest {
  readonly sessionId: string;
  readonly index: number;
  readonly dataKey: Uint8Array;
  readonly suite: Suite;
  readonly codec: Codec;
  /** What the codec made of the plain bytes; the plain bytes themselves for `none`. */
  readonly compressed: Uint8Array;
  readonly plainSize: number;
  readonly salt: Uint8Array;
  /** 24 bytes; only the first 12 count for aes-256-gcm. */
  readonly nonce: Uint8Array;
}

/** A chunk container made with the plain definition of the format, to compare the fast sealer with. */
export function sealTestChunk(request: TestSealRequest): Uint8Array {
  const { sessionId, index, suite, codec, compressed, plainSize, salt } = request;
  const nonce = request.nonce.slice();
  if (suite === "aes-256-gcm") nonce.fill(0, 12);
  const header = encodeChunkHeader({ suite, codec, sessionId, index, plainSize, compressedSize: compressed.length, salt, nonce });
  const key = hkdf(sha256, request.dataKey, salt, chunkKeyInfo(sessionId, index), 32);
  const cipher = suite === "aes-256-gcm" ? gcm(key, nonce.subarray(0, 12), header) : xchacha20poly1305(key, nonce, header);
  const container = concatBytes(header, cipher.encrypt(compressed));
  if (container.length !== compressed.length + CHUNK_OVERHEAD_BYTES) throw new Error("sealTestChunk: wrong length");
  return container;
}
