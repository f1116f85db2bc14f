import { utf8ToBytes } from "@noble/hashes/utils.js";

/** The part of the platform's TextDecoder used here: browsers and Node both have it. */
declare const TextDecoder: new (
  label: "utf-8",
  options: { readonly fatal: true; readonly ignoreBOM: true },
) => { decode(bytes?: Uint8Array, options?: { readonly stream: boolean }): string };

/** UTF-8 bytes of a string. The string must have no lone surrogates. */
export const utf8 = (text: string): Uint8Array => utf8ToBytes(text);

/** Without `stream` each call begins anew, also after one that threw. */
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** String of UTF-8 bytes, or undefined when they are not valid UTF-8. A byte order mark is kept as a character. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Text of bytes that come in pieces, cut anywhere. Answers undefined from the first byte on that is not valid UTF-8. */
export interface Utf8Stream {
  decode(piece: Uint8Array): string | undefined;
  /** Whether no character is left cut. */
  end(): boolean;
}

export function createUtf8Stream(): Utf8Stream {
  const streamed = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let isBroken = false;
  function decode(piece: Uint8Array | undefined): string | undefined {
    if (isBroken) return undefined;
    try {
      return streamed.decode(piece, { stream: piece !== undefined });
    } catch {
      isBroken = true;
      return undefined;
    }
  }
  return { decode, end: () => decode(undefined) !== undefined };
}
