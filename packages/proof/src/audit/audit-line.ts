import { createJsonScanner } from "../encoding/json-scanner.ts";
import { fromUtf8 } from "../encoding/utf8.ts";

/** A line is an entry, or the evidence of an anchor: a thousand headers and their votes. */
export const MAX_AUDIT_LINE_BYTES = 16_777_216;

/** The text of a line; undefined where it is none, or longer than any is. */
export const auditLine = (bytes: Uint8Array): string | undefined =>
  bytes.length > MAX_AUDIT_LINE_BYTES ? undefined : fromUtf8(bytes);

/** What a text says that is canonical JSON; undefined where it is not. */
export function parseCanonicalLine(text: string): unknown {
  const scanner = createJsonScanner();
  scanner.push(text);
  return scanner.end() === undefined ? JSON.parse(text) : undefined;
}
