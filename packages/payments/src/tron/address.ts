import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { createBase58check } from "@scure/base";

const base58check = createBase58check(sha256);
const PREFIX = 0x41;
const BYTES = 21;

/** The account of a private key. */
export const addressOfKey = (privateKey: Uint8Array): string => addressOfPoint(secp256k1.getPublicKey(privateKey, false));

/** The account of a public key of 65 bytes, in base58check: 0x41 and the last 20 bytes of keccak256 of the key. */
export const addressOfPoint = (point: Uint8Array): string =>
  base58check.encode(concatBytes(Uint8Array.of(PREFIX), keccak_256(point.subarray(1)).subarray(12)));

/** The 21 bytes of an address; undefined where the text is none. */
export function bytesOfAddress(address: string): Uint8Array | undefined {
  try {
    const bytes = base58check.decode(address);
    return bytes.length === BYTES && bytes[0] === PREFIX ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** An address in either of the forms that nodes write it; undefined where the text is none. */
export function readAddress(text: string): string | undefined {
  if (/^41[0-9a-f]{40}$/i.test(text)) return base58check.encode(hexToBytes(text));
  return bytesOfAddress(text) === undefined ? undefined : text;
}

/** An address as an argument of a contract's function: its 20 bytes in a word of 32, hex. */
export function wordOfAddress(address: string): string {
  const bytes = bytesOfAddress(address);
  if (!bytes) throw new Error("not a TRON address");
  return bytesToHex(bytes.subarray(1)).padStart(64, "0");
}
