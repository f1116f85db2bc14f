import type { I18n } from "@lingui/core";
import {
  type Acceptance,
  type AddressBook,
  type AuthorityCertificate,
  type BookKind,
  type KnownKind,
  nameIn,
  witness,
} from "@lucid/proof";
import type { KnownHere } from "./known-here.ts";

/** One key of a proof, and why the reader may know it. */
export interface Identity {
  readonly kind: BookKind;
  readonly key: string;
  /** Of a time stamp authority, whose key is its SHA-256: in hex. */
  readonly certificate?: string;
  /** Of a witness. */
  readonly verifier_key?: string;
  /** The reader's name for it. */
  readonly name: string | undefined;
  /** It is that of the node in use, of its network, or of who is logged in. */
  readonly isHere: boolean;
  /** The reader asked for exactly this one before the file was checked. */
  readonly isExpected: boolean;
}

export interface Identities {
  readonly node: Identity;
  readonly owner: Identity;
  readonly network: Identity;
}

export const identityOf = (
  kind: KnownKind,
  { key, expected: isExpected }: { readonly key: string; readonly expected: boolean },
  here: KnownHere,
  book: AddressBook,
): Identity => ({
  kind,
  key,
  name: nameIn(book, kind, key),
  isHere: key === (kind === "network" ? here.network?.hash : here[kind]),
  isExpected,
});

/** A certificate of a time stamp authority: nobody expects one by a link, and none is that of the node in use. */
export const authorityOf = ({ sha256: key, certificate }: AuthorityCertificate, book: AddressBook): Identity => ({
  ...{ kind: "authority", key, certificate, name: nameIn(book, "authority", key), isHere: false, isExpected: false },
});

/** A witness, which nobody expects by a link. */
export const witnessOf = (key: witness.NoteKey, book: AddressBook): Identity => ({
  ...{ kind: "witness", key: key.publicKey, verifier_key: witness.writeVerifierKey(key) },
  ...{ name: nameIn(book, "witness", key.publicKey), isHere: false, isExpected: false },
});

/** `isOnlyLinked`: what was expected is the word of a link, which may be by whoever made the file. */
export function identitiesOf({ identity }: Acceptance, here: KnownHere, book: AddressBook, isOnlyLinked: boolean): Identities {
  const named = (kind: KnownKind): Identity => {
    const { key, expected } = identity[kind];
    return identityOf(kind, { key, expected: expected && !isOnlyLinked }, here, book);
  };
  return { node: named("node"), owner: named("owner"), network: named("network") };
}

export const isKnown = ({ name, isHere, isExpected }: Identity): boolean => isHere || isExpected || name !== undefined;

/** Neither who recorded nor who allowed it is known to the reader. */
export const isNobody = ({ node, owner }: Identities): boolean => !isKnown(node) && !isKnown(owner);

/** A network that the reader has no reason to know, although there is one in use. */
export const isElsewhere = (network: Identity, here: KnownHere): boolean => here.network !== undefined && !isKnown(network);

/** Who is identified, in one sentence. */
export function identifiedInWords(identities: Identities, i18n: I18n): string {
  const [node, owner] = [whoOf(identities.node, i18n), whoOf(identities.owner, i18n)];
  if (node !== undefined && owner !== undefined) return i18n.t("Recorded by {node}, allowed by {owner}.", { node, owner });
  if (node !== undefined) return i18n.t("Recorded by {node}. The owner who allowed it is not identified.", { node });
  if (owner !== undefined) return i18n.t("Allowed by {owner}. The node that recorded it is not identified.", { owner });
  return i18n.t("Neither the node that recorded it nor the owner who allowed it is one that you know.");
}

function whoOf({ kind, name, isHere, isExpected }: Identity, i18n: I18n): string | undefined {
  if (name !== undefined) return i18n.t("“{text}”", { text: name });
  if (isExpected && !isHere) return kind === "node" ? i18n.t("the node that you expect") : i18n.t("the owner that you expect");
  if (!isHere) return undefined;
  return kind === "node" ? i18n.t("the node you are using") : i18n.t("you");
}
