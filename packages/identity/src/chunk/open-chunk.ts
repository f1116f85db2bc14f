import { CHUNK_HEADER_BYTES, type ChunkHeader, chunkAad, chunkKeyInfo, parseChunk } from "@lucid/proof";
import { gcm } from "@noble/ciphers/aes.js";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { IdentityError } from "../identity-error.ts";
import { expand } from "./expand.ts";

/**
 * The plain bytes of a chunk container: checks its form, derives its key from the session's data key
 * (HKDF-SHA256), decrypts and decompresses. Nothing larger than the header's plain size is ever
 * allocated for the result, and the header is authenticated before it is believed.
 * @throws IdentityError `chunk-format`, `chunk-sealed` or `chunk-content`, naming the chunk.
 */
export function openChunk(container: Uint8Array, dataKey: Uint8Array): Uint8Array {
  const parsed = parseChunk(container);
  if (!parsed.ok) throw new IdentityError("chunk-format", { detail: parsed.failure.detail });
  const { header } = parsed.value;
  const compressed = decrypt(container, header, dataKey);
  try {
    const plain = expand(header.codec, compressed, header.plainSize);
    if (plain) return plain;
  } catch (cause) {
    throw new IdentityError("chunk-content", { chunk: header.index, cause });
  }
  throw new IdentityError("chunk-content", { chunk: header.index, detail: `not ${header.plainSize} bytes` });
}

function decrypt(container: Uint8Array, header: ChunkHeader, dataKey: Uint8Array): Uint8Array {
  const key = hkdf(sha256, dataKey, header.salt, chunkKeyInfo(header.sessionId, header.index), 32);
  const aad = chunkAad(container);
  const cipher =
    header.suite === "aes-256-gcm" ? gcm(key, header.nonce.subarray(0, 12), aad) : xchacha20poly1305(key, header.nonce, aad);
  try {
    return cipher.decrypt(container.subarray(CHUNK_HEADER_BYTES));
  } catch (cause) {
    throw new IdentityError("chunk-sealed", { chunk: header.index, cause });
  }
}
