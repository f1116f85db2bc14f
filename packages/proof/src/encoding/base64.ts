import { fromBase64url, toBase64url } from "./base64url.ts";

/** RFC 4648 section 4, with padding. */
export function toBase64(bytes: Uint8Array): string {
  const digits = toBase64url(bytes).replaceAll("-", "+").replaceAll("_", "/");
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, "=");
}

/** The bytes of a text in its one form; undefined where it is none. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = fromBase64url(text.replace(/=*$/, "").replaceAll("+", "-").replaceAll("/", "_"));
  return bytes !== undefined && toBase64(bytes) === text ? bytes : undefined;
}
