import { fromUtf8 } from "../../encoding/utf8.ts";
import { AddressBook, authoritiesIn, isFull, type KnownEntry, keyOf, looksOf, witnessesIn } from "./address-book.ts";

/** Bytes of a book with as many entries as it may have, the longest names among them. */
export const MAX_BOOK_BYTES = 8_388_608;

const BOOK_FIELDS = 3;
/** That of an authority has its certificate as well, that of a witness its verifier key. */
const ENTRY_FIELDS = 4;

/** A book as the file in which it is kept and passed on. */
export const writeBookFile = (book: AddressBook): string => `${JSON.stringify(book, null, 2)}\n`;

export type ReadBook =
  | { readonly ok: true; readonly book: AddressBook }
  | { readonly ok: false; readonly problem: "too-large" | "invalid"; readonly detail: string };

/** Reads a book from a file: all of it, or nothing. */
export function readBookFile(bytes: Uint8Array): ReadBook {
  if (bytes.length > MAX_BOOK_BYTES) return { ok: false, problem: "too-large", detail: `more than ${MAX_BOOK_BYTES} bytes` };
  const text = fromUtf8(bytes);
  if (text === undefined) return invalid("it is not UTF-8");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return invalid((error as Error).message);
  }
  const parsed = AddressBook.safeParse(value);
  if (parsed.success)
    return fieldsIn(text) === fieldsOf(parsed.data) ? { ok: true, book: parsed.data } : invalid("a field stands there twice");
  const [issue] = parsed.error.issues;
  return invalid(`${issue?.path.join(".") || "the document"}: ${issue?.message}`);
}

/** JSON.parse takes the last of two fields of one name, where somebody who reads the file may take the first. */
const fieldsIn = (text: string): number => text.replace(/"(?:[^"\\]|\\.)*"/g, "").split(":").length - 1;
const fieldsOf = (book: AddressBook): number =>
  BOOK_FIELDS + ENTRY_FIELDS * book.known.length + authoritiesIn(book).length + witnessesIn(book).length;

const invalid = (detail: string): ReadBook => ({ ok: false, problem: "invalid", detail });

/** An entry that was not taken over. `mine` is the reader's own name for the key, or the key that has the name already. */
export interface BookConflict {
  readonly problem: "named-otherwise" | "name-taken" | "full";
  readonly entry: KnownEntry;
  readonly mine: string;
}

export interface MergedBooks {
  readonly book: AddressBook;
  readonly added: readonly KnownEntry[];
  /** Entries that were there already, under the same name. */
  readonly same: number;
  readonly conflicts: readonly BookConflict[];
}

/** The reader's book with the entries of another one. What the reader has named stays as it is. */
export function mergeBooks(mine: AddressBook, other: AddressBook): MergedBooks {
  const known = [...mine.known];
  const names = new Map(known.map((entry) => [keyOf(entry), entry.name]));
  const keys = new Map(known.map((entry) => [looksOf(entry), entry.key]));
  const added: KnownEntry[] = [];
  const conflicts: BookConflict[] = [];
  let same = 0;
  for (const entry of other.known) {
    const name = names.get(keyOf(entry));
    const key = keys.get(looksOf(entry));
    if (name === entry.name) same += 1;
    else if (name !== undefined) conflicts.push({ problem: "named-otherwise", entry, mine: name });
    else if (key !== undefined) conflicts.push({ problem: "name-taken", entry, mine: key });
    else if (isFull(known, entry.kind)) conflicts.push({ problem: "full", entry, mine: "" });
    else {
      known.push(entry);
      added.push(entry);
      names.set(keyOf(entry), entry.name);
      keys.set(looksOf(entry), entry.key);
    }
  }
  return { book: { ...mine, known }, added, same, conflicts };
}
