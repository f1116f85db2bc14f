import { isDeepStrictEqual } from "node:util";

/** Something that reads what strangers send, as the fuzzer sees it. */
export interface Decoder {
  readonly name: string;
  /** What is changed of an input: its bytes; also the values of its JSON; or also the words of its text. */
  readonly form: "bytes" | "json" | "text";
  /** Inputs to begin with: well-formed ones, and such as stand at an edge. */
  readonly seeds: () => readonly Uint8Array[] | Promise<readonly Uint8Array[]>;
  /** Reads, and says in a word what it came to. @throws Broken, and what `isDeclared` knows. */
  readonly read: (input: Uint8Array) => string | Promise<string>;
  /** Errors that the decoder says it throws; none where it is left out. */
  readonly isDeclared?: (error: unknown) => boolean;
}

/** A decoder did not keep what it promises. */
export class Broken extends Error {
  override readonly name = "Broken";
}

/** @throws Broken where two values that must be the same differ. */
export function same(what: string, got: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(got, expected)) throw new Broken(what);
}

/** @throws Broken where bytes that were read are not written as they were. */
export function sameBytes(what: string, got: Uint8Array, expected: Uint8Array): void {
  if (!Buffer.from(got.buffer, got.byteOffset, got.byteLength).equals(expected)) throw new Broken(what);
}

/** What came to nothing in a way that the decoder declares: the first words of its reason, without numbers and names. */
export const outcomeOf = (error: unknown): string =>
  error instanceof Error
    ? `${"code" in error ? String(error.code) : error.name}: ${error.message.replaceAll(/\d+|"[^"]*"/g, "#").slice(0, 60)}`
    : typeof error;

/** Pieces of an input as they may come from a network: where they are cut follows from the input alone. */
export function piecesOf(input: Uint8Array): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, step = 1; at < input.length; step = 1 + ((step * 7 + (input[at] ?? 0)) % 61)) {
    pieces.push(Buffer.from(input.subarray(at, at + step)));
    at += step;
  }
  return pieces;
}
