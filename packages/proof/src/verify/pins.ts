import { type AddressBook, nameIn } from "./address-book/address-book.ts";
import type { BundleFacts } from "./verdict.ts";

/** Whom a reader expects. A bundle must name one of each list that is given; a list that is absent asks for nothing. */
export interface Pins {
  /** Hashes of genesis documents. */
  readonly networks?: readonly string[] | undefined;
  /** Ed25519 keys in hex. */
  readonly nodes?: readonly string[] | undefined;
  /** TRON addresses. */
  readonly owners?: readonly string[] | undefined;
  /** UUIDs. */
  readonly sessions?: readonly string[] | undefined;
}

/** Why a bundle is refused although it is consistent in itself, or is none: never a statement about its bytes. */
export const readerReasons = {
  "not-a-bundle": "This is not a .lucid file.",
  "video-without-proof": "This video carries no proof. A copy that was encoded again, edited or converted has lost it.",
  "node-unexpected": "The recording was made by another node than the one you expect.",
  "owner-unexpected": "The recording was allowed by another owner than the one you expect.",
  "session-unexpected": "This is the recording of another session than the one you expect.",
  "witness-unexpected": "None of the witnesses that signed this history is one that you expect.",
} as const;
export type ReaderCode = keyof typeof readerReasons;

export interface Unexpected {
  readonly code: Exclude<ReaderCode, "not-a-bundle" | "video-without-proof" | "witness-unexpected">;
  readonly expected: readonly string[];
  readonly found: string;
}

/** What a proof names; that of one chunk has no owner. */
type Named = Pick<BundleFacts, "sessionId" | "node"> & Partial<Pick<BundleFacts, "owner">>;

/** The first expectation that what a proof names does not meet. Networks are compared by the verifier itself. */
export function checkPins(named: Named, { nodes, owners, sessions }: Omit<Pins, "networks">): Unexpected | undefined {
  const asked = [
    { code: "session-unexpected", expected: sessions, found: named.sessionId },
    { code: "node-unexpected", expected: nodes, found: named.node },
    { code: "owner-unexpected", expected: owners, found: named.owner ?? "" },
  ] as const;
  for (const { code, expected, found } of asked) {
    if (expected !== undefined && !expected.includes(found)) return { code, expected, found };
  }
  return undefined;
}

/** How far the reader knows one key: by a name in the address book, by having asked for it, or not. */
export interface Identified {
  readonly key: string;
  readonly name: string | null;
  readonly expected: boolean;
}

/** Whose recording it is, as far as the reader can tell. */
export interface IdentityFacts {
  readonly network: Identified;
  readonly node: Identified;
  readonly owner: Identified;
  readonly session: { readonly id: string; readonly expected: boolean };
}

export function identify(facts: BundleFacts, pins: Pins, book: AddressBook): IdentityFacts {
  const identified = (kind: "network" | "node" | "owner", key: string, expected: readonly string[] | undefined): Identified => ({
    key,
    name: nameIn(book, kind, key) ?? null,
    expected: expected?.includes(key) ?? false,
  });
  return {
    network: identified("network", facts.network.hash, pins.networks),
    node: identified("node", facts.node, pins.nodes),
    owner: identified("owner", facts.owner, pins.owners),
    session: { id: facts.sessionId, expected: pins.sessions?.includes(facts.sessionId) ?? false },
  };
}

/** The node alone, where nothing else is named. */
export const identifyNode = (key: string, { nodes }: Pins, book: AddressBook): Identified => ({
  key,
  name: nameIn(book, "node", key) ?? null,
  expected: nodes?.includes(key) ?? false,
});

/** Whether the reader has a reason of their own to know this key. */
export const isKnown = ({ name, expected }: Identified): boolean => expected || name !== null;

/** Neither who recorded nor who allowed it is known to the reader: anybody could have made such a bundle. */
export const isNobody = ({ node, owner }: IdentityFacts): boolean => !isKnown(node) && !isKnown(owner);

/** Who is identified, in one sentence. */
export function describeIdentity(identity: IdentityFacts): string {
  const { network, node, owner } = identity;
  const parts = { node, owner, network };
  const known = Object.entries(parts).filter(([, one]) => isKnown(one));
  const unknown = Object.entries(parts).filter(([, one]) => !isKnown(one));
  if (isNobody(identity)) {
    const where = isKnown(network) ? `, on the network ${how(network)}` : "";
    return `Consistent in itself${where}; nobody is identified.`;
  }
  const said = `Identified: ${known.map(([kind, one]) => `the ${kind} ${how(one)}`).join(", ")}.`;
  return unknown.length === 0 ? said : `${said} Not identified: ${unknown.map(([kind]) => `the ${kind}`).join(", ")}.`;
}

/** The same of what names a node alone. */
export const describeNode = (node: Identified): string =>
  isKnown(node) ? `Identified: the node ${how(node)}.` : "Consistent in itself; nobody is identified.";

function how({ name, expected }: Identified): string {
  if (name === null) return "you expect";
  return expected ? `"${name}" that you expect` : `"${name}" of your address book`;
}
