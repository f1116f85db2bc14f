import { bytesToHex } from "@noble/hashes/utils.js";
import { fromUtf8 } from "../encoding/utf8.ts";
import { type DerValue, TAG, valuesIn } from "./der.ts";

/** Common name and organisation, as the content of their identifiers in hex. */
const NAMES = ["550403", "55040a"];
const UTF8 = 0x0c;
const UTF16 = 0x1e;

/** What a certificate calls its holder: the common name, or the organisation. A stranger's text, empty where none can be read. */
export function holderName(subject: DerValue): string {
  try {
    const parts = valuesIn(subject).flatMap(valuesIn).map(valuesIn);
    const named = NAMES.flatMap((name) =>
      parts.filter(([type]) => type?.tag === TAG.oid && bytesToHex(type.content) === name).map(([, text]) => text),
    );
    return named[0] === undefined ? "" : textOf(named[0]);
  } catch {
    return "";
  }
}

/** Of the encodings that RFC 5280 knows; what is neither UTF-8 nor UTF-16 is read byte by byte. */
function textOf({ tag, content }: DerValue): string {
  if (tag === UTF8) return fromUtf8(content) ?? "";
  const width = tag === UTF16 ? 2 : 1;
  const units = Array.from({ length: Math.floor(content.length / width) }, (_, at) =>
    content.subarray(at * width, (at + 1) * width).reduce((sum, byte) => sum * 256 + byte, 0),
  );
  return String.fromCharCode(...units);
}
