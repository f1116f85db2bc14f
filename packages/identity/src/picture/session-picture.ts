import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, randomBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { IdentityError } from "../identity-error.ts";

const DOMAIN = "lucid:picture:v1";
const VERSION = 1;
const SALT_BYTES = 32;
const NONCE_BYTES = 24;
const HEAD_BYTES = 1 + SALT_BYTES + NONCE_BYTES;

/**
 * Seals an encoded picture (JPEG or WebP) of a recording for everybody who has its data key:
 * `version u8 | salt 32 | nonce 24 | ciphertext`, XChaCha20-Poly1305 under HKDF-SHA256 of the data key. The session's id is
 * bound to it, so that a picture of one session does not open as another's. It proves nothing of the recording.
 */
export function sealPicture(picture: Uint8Array, dataKey: Uint8Array, sessionId: string): Uint8Array<ArrayBuffer> {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const sealed = cipherOf(dataKey, sessionId, salt, nonce).encrypt(picture);
  return new Uint8Array(concatBytes(Uint8Array.of(VERSION), salt, nonce, sealed));
}

/** The encoded picture. @throws IdentityError `picture-sealed` when it is of another session or key, or was altered. */
export function openPicture(sealed: Uint8Array, dataKey: Uint8Array, sessionId: string): Uint8Array<ArrayBuffer> {
  if (sealed[0] !== VERSION) throw new IdentityError("picture-sealed");
  const salt = sealed.subarray(1, 1 + SALT_BYTES);
  const nonce = sealed.subarray(1 + SALT_BYTES, HEAD_BYTES);
  try {
    return new Uint8Array(cipherOf(dataKey, sessionId, salt, nonce).decrypt(sealed.subarray(HEAD_BYTES)));
  } catch (cause) {
    throw new IdentityError("picture-sealed", { cause });
  }
}

function cipherOf(dataKey: Uint8Array, sessionId: string, salt: Uint8Array, nonce: Uint8Array) {
  const bound = utf8ToBytes(`${DOMAIN}:${sessionId}`);
  return xchacha20poly1305(hkdf(sha256, dataKey, salt, bound, 32), nonce, bound);
}
