import { isTronAddress } from "../encoding/tron-address.ts";
import { Uuid } from "../formats/primitives.ts";
import { type AddressBook, type BookKind, emptyBook, type KnownKind, knownKeys } from "./address-book/address-book.ts";
import type { Pins } from "./pins.ts";

/** What a reader may expect a recording to be of. */
export type PinKind = KnownKind | "session";

/** In the order in which they are asked for. */
export const pinKinds = ["session", "node", "owner", "network"] as const satisfies readonly PinKind[];

/** At most one key of each kind: what one person says of one recording. */
export type Expectation = { readonly [Kind in PinKind]?: string };

/**
 * The key that a person means: written out, where hex digits may be in capitals, or by its name in the address book.
 * Undefined for anything else, such as an address with a slip in it.
 */
export function readPin(kind: PinKind | BookKind, text: string, book: AddressBook = emptyBook): string | undefined {
  return keyIn(kind, text) ?? book.known.find((known) => known.kind === kind && known.name === text)?.key;
}

function keyIn(kind: PinKind | BookKind, text: string): string | undefined {
  if (kind === "owner") return isTronAddress(text) ? text : undefined;
  const key = text.toLowerCase();
  return (kind === "session" ? Uuid : knownKeys[kind]).safeParse(key).success ? key : undefined;
}

/** The lists that the verifier compares with. */
export function pinsOf({ session, node, owner, network }: Expectation): Pins {
  const list = (key: string | undefined): readonly string[] | undefined => (key === undefined ? undefined : [key]);
  return { sessions: list(session), nodes: list(node), owners: list(owner), networks: list(network) };
}
