import { type AddressBook, type KnownKind, knownKeys, type Pins } from "@lucid/proof";
import { z } from "zod";
import { CommandError, EXIT } from "../exit-codes.ts";

/** What the command line gives, as it is written there. */
export interface PinOptions {
  readonly network?: readonly string[];
  readonly node?: readonly string[];
  readonly owner?: readonly string[];
  readonly session?: readonly string[];
}

const forms: Record<KnownKind, string> = {
  network: "64 hex digits",
  node: "64 hex digits",
  owner: "a TRON address",
};

/** The keys that are meant: each is written out, or the name of one in the address book. @throws CommandError else. */
export function pinsOf({ network, node, owner, session }: PinOptions, book: AddressBook): Pins {
  const keys = (kind: KnownKind, given: readonly string[] | undefined): string[] | undefined =>
    given?.map((text) => keyOf(kind, text, book));
  return {
    networks: keys("network", network),
    nodes: keys("node", node),
    owners: keys("owner", owner),
    sessions: session?.map(sessionOf),
  };
}

export function keyOf(kind: KnownKind, text: string, book: AddressBook): string {
  const named = book.known.find((known) => known.kind === kind && known.name === text);
  if (named) return named.key;
  // Hex digits may be written in capitals; an address means something else in another case.
  const key = kind === "owner" ? text : text.toLowerCase();
  if (knownKeys[kind].safeParse(key).success) return key;
  throw new CommandError(
    EXIT.usage,
    `"${text}" is no ${kind}: give ${forms[kind]}, or a name of your address book (lucid known list)`,
  );
}

function sessionOf(text: string): string {
  const id = text.toLowerCase();
  if (z.guid().safeParse(id).success) return id;
  throw new CommandError(EXIT.usage, `"${text}" is no session: give its id, a UUID`);
}
