import { TronAddress } from "../formats/primitives.ts";
import { hexToBytes } from "./bytes.ts";
import { ACCOUNT_BYTE, addressOf, BASE58_DIGITS } from "./tron.ts";

/** Bytes before the check sum. */
const ACCOUNT_LENGTH = 21;

/** Whether a text is a TRON address: its form, its first byte, and its check sum, which a slip of the hand does not keep. */
export function isTronAddress(text: string): boolean {
  if (!TronAddress.safeParse(text).success) return false;
  let value = 0n;
  for (const letter of text) value = value * 58n + BigInt(BASE58_DIGITS.indexOf(letter));
  // 34 digits of base58 that begin with T are 25 bytes, the first of them 40 to 43: none of its digits is left out.
  const account = hexToBytes(value.toString(16).slice(0, 2 * ACCOUNT_LENGTH));
  return account[0] === ACCOUNT_BYTE && addressOf(account) === text;
}
