import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { writeCanonical } from "./canonical-writer.ts";
import { utf8 } from "./utf8.ts";

/** SHA-256 digest, 32 bytes. */
export const sha256 = (bytes: Uint8Array): Uint8Array => nobleSha256(bytes);

/** SHA-256 digest as 64 lower-case hex digits. */
export const sha256Hex = (bytes: Uint8Array): string => bytesToHex(nobleSha256(bytes));

/** Hash of an object: SHA-256 of its RFC 8785 form, in hex. */
export function hashObject(value: unknown): string {
  const hash = nobleSha256.create();
  writeCanonical(value, (piece) => hash.update(utf8(piece)));
  return bytesToHex(hash.digest());
}

/** SHA-256 of bytes that arrive piece by piece. `digest` ends it. Node's `createHash("sha256")` fits. */
export interface Hasher {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** The hasher that needs nothing but JavaScript. */
export function createSha256(): Hasher {
  return nobleSha256.create();
}
