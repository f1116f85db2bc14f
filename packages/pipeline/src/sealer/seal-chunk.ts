import { createHash, hkdfSync } from "node:crypto";
import { containerHeader, HEADER_BYTES, keyInfo, NONCE_BYTES, SALT_BYTES, TAG_BYTES } from "./chunk-container.ts";
import { videoCommitment } from "./commit-to-video.ts";
import { compress } from "./compress.ts";
import { createChunkCipher } from "./create-chunk-cipher.ts";
import type { SealedChunk, SealRequest } from "./sealer.ts";

/** Slices of this size are encrypted, hashed and placed while they are still in the second-level cache. */
const SLICE_BYTES = 256 * 1_024;

/**
 * Turns a plain chunk into its container: compress, encrypt, hash (docs/formats, chunk container), and commits to its video.
 * `randomBytes` gives salt and nonce. The plain bytes are left alone.
 */
export function sealChunk(request: SealRequest, randomBytes: (length: number) => Uint8Array): SealedChunk {
  const { sessionId, index, suite, plain } = request;
  const committingSince = performance.now();
  const video = videoCommitment(request);
  const startedAt = performance.now();
  const compressed = compress(plain, request.codec, request.level);
  const compressionMs = performance.now() - startedAt;

  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  if (suite === "aes-256-gcm") nonce.fill(0, 12);
  const body = compressed.bytes;
  const header = containerHeader({
    suite,
    codec: compressed.codec,
    sessionId,
    index,
    plainSize: plain.length,
    compressedSize: body.length,
    salt,
    nonce,
  });
  const key = new Uint8Array(hkdfSync("sha256", request.dataKey, salt, keyInfo(sessionId, index), 32));
  const cipher = createChunkCipher(suite, key, nonce, header, body.length);
  key.fill(0);

  const container = Buffer.allocUnsafeSlow(HEADER_BYTES + body.length + TAG_BYTES);
  container.set(header, 0);
  const hash = createHash("sha256").update(header);
  const committingMs = startedAt - committingSince;
  let hashingMs = 0;
  const encryptingSince = performance.now();
  for (let at = 0; at < body.length; at += SLICE_BYTES) {
    const sealed = cipher.update(body.subarray(at, at + SLICE_BYTES));
    container.set(sealed, HEADER_BYTES + at);
    const hashingSince = performance.now();
    hash.update(sealed);
    hashingMs += performance.now() - hashingSince;
  }
  const tag = cipher.finish();
  container.set(tag, HEADER_BYTES + body.length);
  const sha256 = hash.update(tag).digest("hex");
  const encryptionMs = performance.now() - encryptingSince - hashingMs;
  if (body !== plain) body.fill(0);

  return {
    container: container.buffer,
    codec: compressed.codec,
    suite,
    plainSize: plain.length,
    compressedSize: body.length,
    size: container.length,
    sha256,
    video,
    timings: { compressionMs, encryptionMs, hashingMs: hashingMs + committingMs },
  };
}
