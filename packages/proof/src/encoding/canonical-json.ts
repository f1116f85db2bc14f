import type { z } from "zod";
import { failed, type Outcome, passed } from "../outcome.ts";
import { writeCanonical } from "./canonical-writer.ts";
import { createJsonScanner } from "./json-scanner.ts";
import { createUtf8Stream, fromUtf8, utf8 } from "./utf8.ts";

/** RFC 8785 form of a JSON value. Throws for what JSON cannot carry: NaN, lone surrogates, undefined. */
export function canonicalJson(value: unknown): string {
  let text = "";
  writeCanonical(value, (piece) => {
    text += piece;
  });
  return text;
}

/** RFC 8785 form as UTF-8 bytes: what is hashed, and what a tree takes as a leaf's data. */
export const canonicalBytes = (value: unknown): Uint8Array => utf8(canonicalJson(value));

/** Says of bytes that come in pieces whether they are the RFC 8785 form of a value. Builds nothing. */
export interface CanonicalCheck {
  push(piece: Uint8Array): void;
  end(): Outcome<undefined>;
}

/** `onText` is told the text as it comes, before it is known what it is. */
export function createCanonicalCheck(onText?: (text: string) => void): CanonicalCheck {
  const decoder = createUtf8Stream();
  const scanner = createJsonScanner();
  return {
    push(piece) {
      const text = decoder.decode(piece);
      if (text === undefined) return;
      scanner.push(text);
      onText?.(text);
    },
    end() {
      if (!decoder.end()) return failed("not-utf8");
      const problem = scanner.end();
      return problem === undefined ? passed(undefined) : failed(problem);
    },
  };
}

/** Bytes that are looked at together. */
const PIECE_BYTES = 262_144;

/**
 * Reads bytes that must be exactly the RFC 8785 form of a value. All of that is checked before anything is built:
 * size, encoding, depth, grammar; duplicate keys, other spellings of numbers or strings, spaces, a byte order mark.
 */
export function parseCanonical(bytes: Uint8Array, maxBytes: number): Outcome<unknown> {
  if (bytes.length > maxBytes) return failed("too-large", { detail: `${bytes.length} bytes, at most ${maxBytes}` });
  const check = createCanonicalCheck();
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) check.push(bytes.subarray(at, at + PIECE_BYTES));
  const checked = check.end();
  if (!checked.ok) return checked;
  const value: unknown = JSON.parse(fromUtf8(bytes) ?? "");
  return passed(value);
}

/** Strict reading of one format: canonical bytes, then its schema. `detail` of a failure names the field. */
export function parseFormat<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
  maxBytes: number,
): Outcome<z.output<Schema>> {
  const parsed = parseCanonical(bytes, maxBytes);
  return parsed.ok ? checkFormat(schema, parsed.value) : parsed;
}

/** Whether a value has the form of `schema`. An entry of a manifest at fault is named as the failure's chunk. */
export function checkFormat<Schema extends z.ZodType>(schema: Schema, value: unknown): Outcome<z.output<Schema>> {
  const result = schema.safeParse(value);
  if (result.success) return passed(result.data);
  const [issue] = result.error.issues;
  return formatFailure(issue?.path ?? [], issue?.message ?? "invalid");
}

/** What does not have its form, and where. */
export function formatFailure(path: readonly PropertyKey[], message: string): Outcome<never> {
  const entry = path[0] === "manifest" && path[1] === "chunks" && typeof path[2] === "number" ? path[2] : undefined;
  return failed("format-invalid", { detail: `${path.join(".")}: ${message}`, chunk: entry });
}
