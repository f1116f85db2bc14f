import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/** Hex digits of 0x41, 20 bytes of the account, and 4 of the checksum. */
const DIGITS = 50;

/** Whether a string is a TRON account: base58 of 0x41, 20 bytes and the right checksum. */
export function isTronAddress(address: string): boolean {
  let value = 0n;
  for (const letter of address) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) return false;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16);
  if (hex.length !== DIGITS || !hex.startsWith("41")) return false;
  const checksum = sha256(sha256(hexToBytes(hex.slice(0, 42)))).subarray(0, 4);
  return bytesToHex(checksum) === hex.slice(42);
}
