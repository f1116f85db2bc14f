import { createCipheriv, timingSafeEqual } from "node:crypto";

/** Length of the challenge and of the response in bytes (RFC 6143, 7.2.2). */
export const CHALLENGE_BYTES = 16;

const reverseBits = (byte: number): number => {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) reversed |= 0x80 >> bit;
  return reversed;
};

/**
 * The response of VNC authentication: the challenge under DES, keyed by the first 8 characters of the password with the bits of each
 * byte mirrored (RFC 6143, 7.2.2). Three-key DES with equal keys is single DES, which OpenSSL 3 no longer offers by its own name.
 */
export function vncAuthResponse(password: string, challenge: Uint8Array): Buffer {
  const key = Buffer.alloc(8);
  Buffer.from(password, "latin1").copy(key, 0, 0, 8);
  for (let at = 0; at < key.length; at++) key[at] = reverseBits(key[at] ?? 0);
  const blocks = [challenge.subarray(0, 8), challenge.subarray(8, 16)].map((block) =>
    createCipheriv("des-ede3-cbc", Buffer.concat([key, key, key]), Buffer.alloc(8))
      .setAutoPadding(false)
      .update(block),
  );
  return Buffer.concat(blocks);
}

export function isVncAuthResponse(password: string, challenge: Uint8Array, response: Uint8Array): boolean {
  return response.length === CHALLENGE_BYTES && timingSafeEqual(vncAuthResponse(password, challenge), response);
}
