import { fromHex, keccak256, sha256, toHex } from "./bytes.ts";

/** An address as java-tron keeps it: 21 bytes in lower-case hex, the first is 0x41. */
export type Address = string;

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const PREFIX = "41";
const known = new Map<Address, string>();
/** Base58 of an address is asked for again and again; the table starts anew before it grows without end. */
const KNOWN_AT_MOST = 20_000;

export const isAddress = (hex: string): boolean => hex.length === 42 && /^41[0-9a-f]{40}$/.test(hex);

/** keccak256 of the public key without its first byte, the last 20 bytes, behind 0x41. */
export const addressOfPublicKey = (uncompressed: Uint8Array): Address =>
  PREFIX + toHex(keccak256(uncompressed.subarray(1)).subarray(12));

export const addressOfBytes = (twenty: Uint8Array): Address => PREFIX + toHex(twenty);
export const bytesOfAddress = (address: Address): Uint8Array => fromHex(address.slice(2));

export function toBase58(address: Address): string {
  const cached = known.get(address);
  if (cached !== undefined) return cached;
  const body = fromHex(address);
  const sum = sha256(sha256(body)).subarray(0, 4);
  let value = BigInt(`0x${address}${toHex(sum)}`);
  let text = "";
  for (; value > 0n; value /= 58n) text = (ALPHABET[Number(value % 58n)] ?? "") + text;
  if (known.size >= KNOWN_AT_MOST) known.clear();
  known.set(address, text);
  return text;
}

/** The address behind a base58check text; undefined where it is none. */
export function fromBase58(text: string): Address | undefined {
  if (text.length !== 34) return undefined;
  let value = 0n;
  for (const letter of text) {
    const digit = ALPHABET.indexOf(letter);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const hex = value.toString(16);
  if (hex.length !== 50) return undefined;
  const address = hex.slice(0, 42);
  const sum = toHex(sha256(sha256(fromHex(address))).subarray(0, 4));
  return isAddress(address) && sum === hex.slice(42) ? address : undefined;
}

/** An address in either of its two forms; undefined where the text is none. */
export function readAddress(text: string): Address | undefined {
  const hex = text.toLowerCase().replace(/^0x/, "");
  return isAddress(hex) ? hex : fromBase58(text);
}
