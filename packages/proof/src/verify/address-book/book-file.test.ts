import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../encoding/hash.ts";
import {
  type AddressBook,
  certificateBytes,
  emptyBook,
  type KnownEntry,
  MAX_AUTHORITIES,
  MAX_CERTIFICATE_BYTES,
  MAX_ENTRIES,
  remember,
} from "./address-book.ts";
import { MAX_BOOK_BYTES, mergeBooks, readBookFile, writeBookFile } from "./book-file.ts";

const added_at = "2026-11-29T03:40:00.000Z";
const keyAt = (index: number): string => index.toString(16).padStart(64, "0");
const node = (index: number, name: string): KnownEntry => ({ kind: "node", key: keyAt(index), name, added_at });
const book = (...known: KnownEntry[]): AddressBook => ({ ...emptyBook, known });
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** As long as one may be. What it says is not read here. */
const authority = (index: number, name: string): KnownEntry => {
  const certificate = keyAt(index).padStart(2 * MAX_CERTIFICATE_BYTES, "0");
  return { kind: "authority", key: sha256Hex(certificateBytes(certificate)), certificate, name, added_at };
};
const authorities = Array.from({ length: MAX_AUTHORITIES }, (_, index) => authority(index, `authority ${index}`));
const full = book(
  ...authorities,
  ...Array.from({ length: MAX_ENTRIES - MAX_AUTHORITIES }, (_, index) => node(index, "🎩".repeat(38) + index.toString(36))),
);

describe("an address book as a file", () => {
  it("comes back as it was, also the largest", () => {
    for (const name of ["Büro", 'a "quoted: \\" one:']) {
      const text = writeBookFile(book(node(1, name)));
      expect(readBookFile(bytes(text))).toEqual({ ok: true, book: book(node(1, name)) });
    }
    expect(bytes(writeBookFile(full)).length).toBeLessThan(MAX_BOOK_BYTES);
    expect(readBookFile(bytes(writeBookFile(full)))).toEqual({ ok: true, book: full });
  });

  it.each([
    ["no JSON", bytes("{")],
    ["bytes that are no text", Uint8Array.of(0xff, 0xfe)],
    ["another document", bytes('{"format":"lucid-genesis"}')],
    ["a later version", bytes('{"format":"lucid-known","version":2,"known":[]}')],
    ["a field that is not defined", bytes('{"format":"lucid-known","version":1,"known":[],"more":1}')],
    ["a key that is none", bytes(writeBookFile(book({ ...node(1, "Office"), key: "12" })))],
    ["more authorities than a book has", bytes(writeBookFile(book(...authorities, authority(MAX_AUTHORITIES, "one more"))))],
    [
      "a certificate twice",
      bytes(writeBookFile(book(authority(1, 'a":"'))).replace('"certificate"', '"certificate":"00","certificate"')),
    ],
    [
      "an authority without its certificate",
      bytes(writeBookFile(book(authority(1, "TSA"))).replace(/"certificate": "0+1",/, "")),
    ],
    ["two names for a key", bytes(writeBookFile(book(node(1, "Office"), node(1, "Home"))))],
    ["two keys under a name", bytes(writeBookFile(book(node(1, "Office"), node(2, "Office"))))],
    ["a field twice", bytes(writeBookFile(book(node(1, 'a ":" and "'))).replace('"key"', `"key":"${keyAt(2)}","key"`))],
    ["its list twice", bytes('{"format":"lucid-known","version":1,"known":[1],"known":[]}')],
    ["a name of two lines", bytes(writeBookFile(book(node(1, "Off\nice"))))],
    ["more entries than a book has", bytes(writeBookFile({ ...full, known: [...full.known, node(MAX_ENTRIES, "one more")] }))],
  ])("is refused with %s", (_name, file) => {
    expect(readBookFile(file)).toMatchObject({ ok: false, problem: "invalid" });
  });

  it("is not read when it is larger than any", () => {
    expect(readBookFile(new Uint8Array(MAX_BOOK_BYTES + 1))).toMatchObject({ ok: false, problem: "too-large" });
  });
});

describe("two address books in one", () => {
  it("have the entries of both, and none twice", () => {
    const mine = book(node(1, "Office"));
    const merged = mergeBooks(mine, book(node(1, "Office"), node(2, "Home"), { ...node(2, "Office"), kind: "network" }));
    expect(merged).toMatchObject({ same: 1, conflicts: [], added: [{ name: "Home" }, { kind: "network" }] });
    expect(merged.book.known).toHaveLength(3);
    expect(mine.known).toHaveLength(1);
  });

  it("keep what the reader has named, and say what was left out", () => {
    const mine = book(node(1, "Office"), node(2, "Home"));
    const merged = mergeBooks(mine, book(node(1, "Evil"), node(3, "Home"), node(4, "New")));
    expect(merged.book).toEqual(book(node(1, "Office"), node(2, "Home"), node(4, "New")));
    expect(merged.conflicts).toEqual([
      { problem: "named-otherwise", entry: node(1, "Evil"), mine: "Office" },
      { problem: "name-taken", entry: node(3, "Home"), mine: keyAt(2) },
    ]);
    expect(mergeBooks(mine, book(node(3, "HOME"))).conflicts).toMatchObject([{ problem: "name-taken", mine: keyAt(2) }]);
  });

  it("do not grow beyond what can be read again", () => {
    expect(mergeBooks(full, book(node(MAX_ENTRIES, "one more")))).toMatchObject({ added: [], conflicts: [{ problem: "full" }] });
    expect(remember(full, node(MAX_ENTRIES, "one more"))).toMatchObject({ ok: false, problem: "full" });
    expect(remember(full, node(0, "another name")).ok).toBe(true);
    const ofAuthorities = book(...authorities);
    const more = authority(MAX_AUTHORITIES, "one more");
    expect(mergeBooks(ofAuthorities, book(more, node(1, "Office")))).toMatchObject({
      added: [{ name: "Office" }],
      conflicts: [{ problem: "full", entry: { name: "one more" } }],
    });
    expect(remember(ofAuthorities, more)).toMatchObject({ ok: false, problem: "full" });
    expect(remember(ofAuthorities, authority(1, "another name")).ok).toBe(true);
  });
});
