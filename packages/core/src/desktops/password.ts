import type { Randomness } from "@lucid/foundation";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** VNC authentication looks at 8 characters and no more: 62^8 is 47 bits. */
const LENGTH = 8;

/** A one-time password, every character equally likely. */
export function oneTimePassword(randomness: Randomness): string {
  let password = "";
  while (password.length < LENGTH) {
    for (const byte of randomness.bytes(LENGTH)) {
      // 248 is the largest multiple of 62 in a byte; what lies above would favour the first characters.
      if (byte < 248 && password.length < LENGTH) password += BASE62.charAt(byte % BASE62.length);
    }
  }
  return password;
}
