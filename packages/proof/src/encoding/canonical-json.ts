import canonicalize from "canonicalize";
import type { z } from "zod";
import { failed, type Outcome, passed } from "../outcome.ts";
import { fromUtf8, utf8 } from "./utf8.ts";

/** RFC 8785 form of a JSON value. Throws for what JSON cannot carry: NaN, lone surrogates, cycles, undefined. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("canonicalJson: not a JSON value");
  return text;
}

/** RFC 8785 form as UTF-8 bytes: what is hashed, and what a tree takes as a leaf's data. */
export const canonicalBytes = (value: unknown): Uint8Array => utf8(canonicalJson(value));

/** No format nests deeper than 9; the rest is room for policy documents. */
const MAX_DEPTH = 32;

/** Deepest nesting of `{` and `[` outside strings. Counts without building anything. */
function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (quoted) {
      if (unit === 0x5c) at += 1;
      else if (unit === 0x22) quoted = false;
    } else if (unit === 0x22) quoted = true;
    else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      if (depth > deepest) deepest = depth;
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
  }
  return deepest;
}

/**
 * Reads bytes that must be exactly the RFC 8785 form of a value: size and depth are checked before
 * anything is built; duplicate keys, other spellings of numbers or strings, spaces, a byte order mark
 * and invalid UTF-8 are refused.
 */
export function parseCanonical(bytes: Uint8Array, maxBytes: number): Outcome<unknown> {
  if (bytes.length > maxBytes) return failed("too-large", { detail: `${bytes.length} bytes, at most ${maxBytes}` });
  const text = fromUtf8(bytes);
  if (text === undefined) return failed("not-utf8");
  if (nestingOf(text) > MAX_DEPTH) return failed("json-too-deep");
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? passed(value) : failed("json-not-canonical");
  } catch (error) {
    return failed("json-invalid", { detail: error instanceof Error ? error.message : String(error) });
  }
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
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  const entry = path[0] === "manifest" && path[1] === "chunks" && typeof path[2] === "number" ? path[2] : undefined;
  return failed("format-invalid", { detail: `${path.join(".")}: ${issue?.message ?? "invalid"}`, chunk: entry });
}
