import { z } from "zod";
import { sha256Hex } from "../../encoding/hash.ts";
import { plainText } from "../../encoding/plain-text.ts";
import { isTronAddress } from "../../encoding/tron-address.ts";
import { Hash, PublicKey, TronAddress } from "../../formats/primitives.ts";
import { type NoteKey, readVerifierKey } from "../../witness/signed-note.ts";

const MAX_NAME = 80;
export const MAX_ENTRIES = 10_000;
/** Each costs a check of a signature with each stamp. */
export const MAX_AUTHORITIES = 64;
/** Each costs a check of a signature with each checkpoint. */
export const MAX_WITNESSES = 64;
/** Of a verifier key, in UTF-16 code units. */
const MAX_VERIFIER_KEY = 500;
/** Those of time stamp authorities have some two thousand bytes. */
export const MAX_CERTIFICATE_BYTES = 8_192;

/** What a person may know and name: a network (hash of its genesis), a node (Ed25519 key), an owner (TRON address). */
export type KnownKind = "network" | "node" | "owner";
/** Besides them a book has time stamp authorities, each by a certificate (its key is the SHA-256 of it), and witnesses, each by a verifier key. */
export type BookKind = KnownKind | "authority" | "witness";

/** Form of the keys of each kind. */
export const knownKeys = {
  network: Hash,
  node: PublicKey,
  owner: TronAddress.refine(isTronAddress, "a TRON address without a slip in it"),
  authority: Hash,
  witness: PublicKey,
} as const satisfies Record<BookKind, z.ZodType>;

const Certificate = z.string().regex(new RegExp(`^(?:[0-9a-f]{2}){1,${MAX_CERTIFICATE_BYTES}}$`), "a certificate in hex");
/** Bytes of a certificate as an entry has them, whose form is known. */
export const certificateBytes = (hex: string): Uint8Array =>
  Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16));

/** Whoever sees a key in the place of a name takes it for the key that was checked. */
const isKey = (name: string): boolean => Hash.safeParse(name.toLowerCase()).success || TronAddress.safeParse(name).success;

/** The key of a witness by its verifier key; undefined for one that signs anything but cosignatures. */
export function witnessKey(verifierKey: string): NoteKey | undefined {
  const key = readVerifierKey(verifierKey);
  return key?.kind === 4 ? key : undefined;
}

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
  z
    .strictObject({ kind: z.literal("authority"), key: knownKeys.authority, certificate: Certificate, ...common })
    .refine(({ key, certificate }) => sha256Hex(certificateBytes(certificate)) === key, "the SHA-256 of its certificate"),
  z
    .strictObject({
      ...{ kind: z.literal("witness"), key: knownKeys.witness, ...common },
      verifier_key: z.string().max(MAX_VERIFIER_KEY),
    })
    .refine(({ key, verifier_key }) => witnessKey(verifier_key)?.publicKey === key, "the key in its verifier key"),
]);
export type KnownEntry = z.infer<typeof KnownEntry>;
export type KnownAuthority = Extract<KnownEntry, { kind: "authority" }>;
export type KnownWitness = Extract<KnownEntry, { kind: "witness" }>;
/** An entry as somebody gives it: of an authority with its certificate, of a witness with its verifier key. */
export type NewEntry = { readonly [Part in keyof KnownEntry]: string } & {
  readonly certificate?: string;
  readonly verifier_key?: string;
};

/** The keys that a reader trusts, each with the reader's own name for it. It proves nothing and is nobody else's business. */
export const AddressBook = z
  .strictObject({ format: z.literal("lucid-known"), version: z.literal(1), known: z.array(KnownEntry).max(MAX_ENTRIES) })
  .refine(({ known }) => new Set(known.map(keyOf)).size === known.length, "a key stands there twice")
  .refine(({ known }) => new Set(known.map(nameOf)).size === known.length, "a name stands there twice")
  .refine((book) => authoritiesIn(book).length <= MAX_AUTHORITIES, `more than ${MAX_AUTHORITIES} authorities`)
  .refine((book) => witnessesIn(book).length <= MAX_WITNESSES, `more than ${MAX_WITNESSES} witnesses`);
export type AddressBook = z.infer<typeof AddressBook>;

/** What no two entries of a book share: the key of a kind, and the name of a kind. */
export const keyOf = ({ kind, key }: KnownEntry): string => `${kind} ${key}`;
const nameOf = ({ kind, name }: KnownEntry): string => `${kind} ${name}`;
/** How the name of a kind looks: what differs in capitals, blanks or the spelling of a letter alone, nobody tells apart. */
export const looksOf = ({ kind, name }: KnownEntry): string =>
  `${kind} ${name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ")}`;

/** The time stamp authorities of a book. */
export const authoritiesIn = ({ known }: { readonly known: readonly KnownEntry[] }): readonly KnownAuthority[] =>
  known.filter((entry) => entry.kind === "authority");

/** The witnesses of a book. */
export const witnessesIn = ({ known }: { readonly known: readonly KnownEntry[] }): readonly KnownWitness[] =>
  known.filter((entry) => entry.kind === "witness");

/** Whether one more of this kind has no room beside these. */
export const isFull = (known: readonly KnownEntry[], kind: BookKind): boolean =>
  known.length >= MAX_ENTRIES ||
  (kind === "authority" && authoritiesIn({ known }).length >= MAX_AUTHORITIES) ||
  (kind === "witness" && witnessesIn({ known }).length >= MAX_WITNESSES);

export const emptyBook: AddressBook = { format: "lucid-known", version: 1, known: [] };

const FULL = `it holds ${MAX_ENTRIES} entries, or ${MAX_AUTHORITIES} authorities, or ${MAX_WITNESSES} witnesses`;

export type BookChange =
  | { readonly ok: true; readonly book: AddressBook }
  /** `name-taken`: another key of this kind has the name, or one that looks like it. `invalid`: the key or the name has not the form it must have. */
  | { readonly ok: false; readonly problem: "name-taken" | "invalid" | "full"; readonly detail: string };

/** The book with an entry; a key that it has already gets the new name. */
export function remember(book: AddressBook, entry: NewEntry): BookChange {
  const parsed = KnownEntry.safeParse(entry);
  if (!parsed.success) return { ok: false, problem: "invalid", detail: parsed.error.issues[0]?.message ?? "" };
  const others = book.known.filter((known) => keyOf(known) !== keyOf(parsed.data));
  const namesake = others.find((known) => looksOf(known) === looksOf(parsed.data));
  if (namesake) return { ok: false, problem: "name-taken", detail: namesake.key };
  if (isFull(others, parsed.data.kind)) return { ok: false, problem: "full", detail: FULL };
  return { ok: true, book: { ...book, known: [...others, parsed.data] } };
}

/** The book without a key; undefined when it did not have it. */
export function forget(book: AddressBook, kind: BookKind, key: string): AddressBook | undefined {
  const known = book.known.filter((entry) => entry.kind !== kind || entry.key !== key);
  return known.length === book.known.length ? undefined : { ...book, known };
}

/** The reader's name for a key, where there is one. */
export const nameIn = (book: AddressBook, kind: BookKind, key: string): string | undefined =>
  book.known.find((entry) => entry.kind === kind && entry.key === key)?.name;
