import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

export { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";

/** Whether two byte strings are equal. Not constant time: nothing here compares secrets. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}

/** Whether every byte is zero. */
export function allZero(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0) return false;
  return true;
}

/** The 16 bytes of a lower-case UUID, in the order of its digits. */
export const uuidToBytes = (uuid: string): Uint8Array => hexToBytes(uuid.replaceAll("-", ""));

/** Lower-case UUID of 16 bytes. */
export function bytesToUuid(bytes: Uint8Array): string {
  const hex = bytesToHex(bytes);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const HASH = /^[0-9a-f]{64}$/;

/** The 32 bytes of a digest in lower-case hex, or undefined when it is none. */
export const hashBytes = (hex: string): Uint8Array | undefined => (HASH.test(hex) ? hexToBytes(hex) : undefined);
