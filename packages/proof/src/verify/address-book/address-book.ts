import { z } from "zod";
import { plainText } from "../../encoding/plain-text.ts";
import { isTronAddress } from "../../encoding/tron-address.ts";
import { Hash, PublicKey, TronAddress } from "../../formats/primitives.ts";

const MAX_NAME = 80;
export const MAX_ENTRIES = 10_000;

/** What a person may know and name: a network (hash of its genesis), a node (Ed25519 key), an owner (TRON address). */
export type KnownKind = "network" | "node" | "owner";

/** Form of the keys of each kind. */
export const knownKeys = {
  network: Hash,
  node: PublicKey,
  owner: TronAddress.refine(isTronAddress, "a TRON address without a slip in it"),
} as const satisfies Record<KnownKind, z.ZodType>;

/** Whoever sees a key in the place of a name takes it for the key that was checked. */
const isKey = (name: string): boolean => Hash.safeParse(name.toLowerCase()).success || TronAddress.safeParse(name).success;

const Name = z
  .string()
  .min(1)
  .max(MAX_NAME)
  .refine((name) => name === name.trim() && name === plainText(name, MAX_NAME), "one line of visible characters")
  .refine((name) => !isKey(name), "a name, not a key");

const common = { name: Name, added_at: z.iso.datetime() };

export const KnownEntry = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("network"), key: knownKeys.network, ...common }),
  z.strictObject({ kind: z.literal("node"), key: knownKeys.node, ...common }),
  z.strictObject({ kind: z.literal("owner"), key: knownKeys.owner, ...common }),
]);
export type KnownEntry = z.infer<typeof KnownEntry>;

/** The keys that a reader trusts, each with the reader's own name for it. It proves nothing and is nobody else's business. */
export const AddressBook = z
  .strictObject({ format: z.literal("lucid-known"), version: z.literal(1), known: z.array(KnownEntry).max(MAX_ENTRIES) })
  .refine(({ known }) => new Set(known.map(keyOf)).size === known.length, "a key stands there twice")
  .refine(({ known }) => new Set(known.map(nameOf)).size === known.length, "a name stands there twice");
export type AddressBook = z.infer<typeof AddressBook>;

/** What no two entries of a book share: the key of a kind, and the name of a kind. */
export const keyOf = ({ kind, key }: KnownEntry): string => `${kind} ${key}`;
const nameOf = ({ kind, name }: KnownEntry): string => `${kind} ${name}`;
/** How the name of a kind looks: what differs in capitals, blanks or the spelling of a letter alone, nobody tells apart. */
export const looksOf = ({ kind, name }: KnownEntry): string =>
  `${kind} ${name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ")}`;

export const emptyBook: AddressBook = { format: "lucid-known", version: 1, known: [] };

export type BookChange =
  | { readonly ok: true; readonly book: AddressBook }
  /** `name-taken`: another key of this kind has the name, or one that looks like it. `invalid`: the key or the name has not the form it must have. */
  | { readonly ok: false; readonly problem: "name-taken" | "invalid" | "full"; readonly detail: string };

/** The book with an entry; a key that it has already gets the new name. */
export function remember(book: AddressBook, entry: { readonly [Part in keyof KnownEntry]: string }): BookChange {
  const parsed = KnownEntry.safeParse(entry);
  if (!parsed.success) return { ok: false, problem: "invalid", detail: parsed.error.issues[0]?.message ?? "" };
  const others = book.known.filter((known) => keyOf(known) !== keyOf(parsed.data));
  const namesake = others.find((known) => looksOf(known) === looksOf(parsed.data));
  if (namesake) return { ok: false, problem: "name-taken", detail: namesake.key };
  if (others.length >= MAX_ENTRIES) return { ok: false, problem: "full", detail: `it holds ${MAX_ENTRIES} entries` };
  return { ok: true, book: { ...book, known: [...others, parsed.data] } };
}

/** The book without a key; undefined when it did not have it. */
export function forget(book: AddressBook, kind: KnownKind, key: string): AddressBook | undefined {
  const known = book.known.filter((entry) => entry.kind !== kind || entry.key !== key);
  return known.length === book.known.length ? undefined : { ...book, known };
}

/** The reader's name for a key, where there is one. */
export const nameIn = (book: AddressBook, kind: KnownKind, key: string): string | undefined =>
  book.known.find((entry) => entry.kind === kind && entry.key === key)?.name;
