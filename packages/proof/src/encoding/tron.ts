import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { TronSignature } from "../formats/primitives.ts";
import { utf8 } from "./utf8.ts";

/** Digits of base58. */
export const BASE58_DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/** First byte of an account of TRON. */
export const ACCOUNT_BYTE = 0x41;

/** Hash that TRON's signMessageV2 signs: keccak256 of its prefix, the message's length in bytes, the message. */
export function tronMessageHash(message: string): Uint8Array {
  const bytes = utf8(message);
  return keccak_256(concatBytes(utf8(`\x19TRON Signed Message:\n${bytes.length}`), bytes));
}

const checksum = (bytes: Uint8Array): Uint8Array => sha256(sha256(bytes)).subarray(0, 4);

/** TRON address of an uncompressed secp256k1 public key (65 bytes, or 64 without the leading 04). */
export function tronAddressOf(publicKey: Uint8Array): string {
  const point = publicKey.length === 65 ? publicKey.subarray(1) : publicKey;
  return addressOf(concatBytes(Uint8Array.of(ACCOUNT_BYTE), keccak_256(point).subarray(12)));
}

/** Base58check of an account's 21 bytes, the first of which says that it is one. */
export const addressOf = (account: Uint8Array): string => base58(concatBytes(account, checksum(account)));

/** Base58 of bytes that do not begin with a zero byte, which no TRON address does. */
function base58(bytes: Uint8Array): string {
  let rest = BigInt(`0x${bytesToHex(bytes)}`);
  let text = "";
  while (rest > 0n) {
    text = `${BASE58_DIGITS[Number(rest % 58n)]}${text}`;
    rest /= 58n;
  }
  return text;
}

/**
 * Address whose key signed `message` with signMessageV2, or undefined when the signature is none:
 * r | s | v in hex, v one of 00, 01, 1b, 1c, and s in the lower half of the order (as TronWeb demands).
 */
export function recoverTronAddress(message: string, signature: string): string | undefined {
  if (!TronSignature.safeParse(signature).success) return undefined;
  const v = Number.parseInt(signature.slice(128), 16);
  try {
    const compact = secp256k1.Signature.fromBytes(hexToBytes(signature.slice(0, 128)), "compact");
    if (compact.hasHighS()) return undefined;
    const point = compact.addRecoveryBit(v >= 27 ? v - 27 : v).recoverPublicKey(tronMessageHash(message));
    return tronAddressOf(point.toBytes(false));
  } catch {
    return undefined;
  }
}
