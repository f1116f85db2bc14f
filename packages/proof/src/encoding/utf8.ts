import { utf8ToBytes } from "@noble/hashes/utils.js";

/** The part of the platform's TextDecoder used here: browsers and Node both have it. */
declare const TextDecoder: new (
  label: "utf-8",
  options: { readonly fatal: true; readonly ignoreBOM: true },
) => { decode(bytes: Uint8Array): string };

/** UTF-8 bytes of a string. The string must have no lone surrogates. */
export const utf8 = (text: string): Uint8Array => utf8ToBytes(text);

/** String of UTF-8 bytes, or undefined when they are not valid UTF-8. A byte order mark is kept as a character. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
