import { describe, expect, it } from "vitest";
import { sha256Hex } from "../../encoding/hash.ts";
import { type NoteKey, writeVerifierKey } from "../../witness/signed-note.ts";
import { AddressBook, emptyBook, forget, nameIn, remember } from "./address-book.ts";

const NODE = "a".repeat(64);
const OTHER = "b".repeat(64);
const added_at = "2026-11-29T03:40:00.000Z";
const authority = { kind: "authority", key: sha256Hex(Uint8Array.of(48, 0)), certificate: "3000", name: "TSA", added_at };
const witnessId: NoteKey = { name: "witness.example/one", kind: 4, publicKey: OTHER };
const verifier_key = writeVerifierKey(witnessId);
const witness = { kind: "witness", key: OTHER, verifier_key, name: "Alice", added_at };
const office = { kind: "node", key: NODE, name: "Office", added_at };

function book(...entries: Parameters<typeof remember>[1][]): AddressBook {
  return entries.reduce<AddressBook>((before, entry) => {
    const change = remember(before, entry);
    if (!change.ok) throw new Error(change.detail);
    return change.book;
  }, emptyBook);
}

describe("the address book", () => {
  it("remembers, renames and forgets keys, of each kind apart", () => {
    const kept = book(office, { ...office, name: "Head office" }, { ...office, kind: "network", name: "Head office" });
    expect(nameIn(kept, "node", NODE)).toBe("Head office");
    expect(AddressBook.parse(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    const without = forget(kept, "node", NODE);
    expect(without && [nameIn(without, "node", NODE), nameIn(without, "network", NODE)]).toEqual([undefined, "Head office"]);
    expect(forget(kept, "node", OTHER)).toBeUndefined();
  });

  it("keeps the certificate of an authority, under a name that a node may have as well", () => {
    const kept = book(authority, { ...office, name: "TSA" });
    expect(kept.known[0]).toEqual(authority);
    expect([nameIn(kept, "authority", authority.key), nameIn(kept, "node", authority.key)]).toEqual(["TSA", undefined]);
    expect(forget(kept, "authority", authority.key)?.known).toMatchObject([{ kind: "node" }]);
  });

  it("keeps the verifier key of a witness, and at most 64 of them", () => {
    const kept = book(witness, { ...office, name: "Alice" });
    expect(kept.known[0]).toEqual(witness);
    expect([nameIn(kept, "witness", OTHER), nameIn(kept, "node", OTHER)]).toEqual(["Alice", undefined]);
    const many = Array.from({ length: 65 }, (_, at) => {
      const key = at.toString(16).padStart(64, "0");
      return { ...witness, key, verifier_key: writeVerifierKey({ ...witnessId, publicKey: key }), name: `Witness ${at}` };
    });
    const full = book(...many.slice(0, 64));
    expect(remember(full, many[64] ?? witness)).toMatchObject({ ok: false, problem: "full" });
    expect(remember(full, office)).toMatchObject({ ok: true });
    expect(AddressBook.safeParse({ ...full, known: [...full.known, many[64]] }).success).toBe(false);
  });

  it("does not give one name to two keys, which nobody could tell apart", () => {
    expect(remember(book(office), { ...office, key: OTHER })).toMatchObject({ ok: false, problem: "name-taken", detail: NODE });
  });

  it.each([
    ["in capitals", "OFFICE", "Office"],
    ["with another blank", "Head\u00a0 office", "Head office"],
    ["in letters of another width", "\uff2fffice", "Office"],
    ["with an accent by itself", "Bu\u0308ro", "B\u00fcro"],
  ])("does not give a name to another key %s", (_how, name, mine) => {
    const kept = book({ ...office, name: mine });
    expect(remember(kept, { ...office, key: OTHER, name })).toMatchObject({ ok: false, problem: "name-taken", detail: NODE });
    expect(remember(kept, { ...office, name })).toMatchObject({ ok: true });
    expect(AddressBook.safeParse({ ...kept, known: [...kept.known, { ...office, key: OTHER, name }] }).success).toBe(true);
  });

  it.each([
    ["a key of another form", { ...office, key: "A".repeat(64) }],
    ["an address for a node", { ...office, key: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8" }],
    ["an address with a slip in it", { ...office, kind: "owner", key: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv9" }],
    ["another kind", { ...office, kind: "session" }],
    ["an authority by another certificate", { ...authority, certificate: "3001" }],
    ["an authority by a certificate in capitals", { ...authority, certificate: "30AA" }],
    ["an authority without a certificate", { ...office, kind: "authority" }],
    ["a certificate for a node", { ...office, certificate: "3000" }],
    ["an endless certificate", { ...authority, certificate: "30".repeat(8_193) }],
    ["a witness by another verifier key", { ...witness, key: NODE }],
    ["a witness by a key that signs no times", { ...witness, verifier_key: writeVerifierKey({ ...witnessId, kind: 1 }) }],
    ["a witness without a verifier key", { ...office, kind: "witness" }],
    ["an endless verifier key", { ...witness, verifier_key: writeVerifierKey({ ...witnessId, name: "w".repeat(447) }) }],
    ["a verifier key for a node", { ...office, verifier_key }],
    ["no name", { ...office, name: "" }],
    ["a name that turns the line around", { ...office, name: "Of\u202efice" }],
    ["a name of two lines", { ...office, name: "Office\nVERIFIED" }],
    ["a name that looks like another", { ...office, name: "Office " }],
    ["a key as its name", { ...office, name: OTHER }],
    ["a key in capitals as its name", { ...office, name: OTHER.toUpperCase() }],
    ["an address as its name", { ...office, name: "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8" }],
    ["an endless name", { ...office, name: "x".repeat(81) }],
  ])("takes no entry with %s", (_name, entry) => {
    expect(remember(emptyBook, entry)).toMatchObject({ ok: false, problem: "invalid", detail: expect.any(String) });
  });

  it("is refused as a file that says two things of one key, or gives one name twice", () => {
    const twice = (...known: unknown[]) => AddressBook.safeParse({ ...emptyBook, known }).success;
    expect(twice(office)).toBe(true);
    expect(twice(office, { ...office, name: "Home" })).toBe(false);
    expect(twice(office, { ...office, key: OTHER })).toBe(false);
  });
});
