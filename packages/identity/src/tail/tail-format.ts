import { utf8 } from "@lucid/proof";

/**
 * The live part of a record on its way to somebody who follows it:
 *
 * `"LUCT" | version u8 | salt[32]`, then frames `length u32 | ciphertext and tag`. A frame's plain bytes are
 * `head length u32 | head as JSON | body`. ChaCha20-Poly1305 (RFC 8439) under HKDF-SHA256 of the session's data key with
 * the salt and `tailKeyInfo`; the nonce is the frame's number as 96 bits, so that none can be left out, repeated or moved.
 * All numbers are big endian.
 */
export const TAIL = { magic: "LUCT", version: 1, saltBytes: 32, keyBytes: 32, tagBytes: 16 } as const;

/** Bytes before the first frame. */
export const TAIL_START_BYTES = TAIL.magic.length + 1 + TAIL.saltBytes;

/** A fragment of 24 MiB, the largest that a recorder makes, with its head. */
export const MAX_TAIL_FRAME_BYTES = 25 * 1_024 * 1_024;

/** Binds the key to one session and this use. */
export const tailKeyInfo = (sessionId: string): Uint8Array => utf8(`lucid:tail:v1:${sessionId}`);

/** The nonce of a frame, counted from 0. */
export function tailNonce(frame: number): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setBigUint64(4, BigInt(frame));
  return nonce;
}
