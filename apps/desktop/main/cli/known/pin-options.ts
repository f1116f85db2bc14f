import {
  type AddressBook,
  type BookKind,
  type Expectation,
  type LinkProblem,
  type PinKind,
  type Pins,
  pinsOf as pinsOfLink,
  readPin,
  readVerifyLink,
} from "@lucid/proof";
import { CommandError, EXIT } from "../exit-codes.ts";

/** What the command line gives, as it is written there. */
export interface PinOptions {
  readonly network?: readonly string[];
  readonly node?: readonly string[];
  readonly owner?: readonly string[];
  readonly session?: readonly string[];
  readonly link?: string;
}

const forms: Record<PinKind | BookKind, string> = {
  network: "64 hex digits, or a name of your address book (lucid known list)",
  node: "64 hex digits, or a name of your address book (lucid known list)",
  owner: "a TRON address without a slip in it, or a name of your address book (lucid known list)",
  session: "its id, a UUID",
  authority: "the SHA-256 of its certificate, 64 hex digits, or a name of your address book (lucid known list)",
  witness: "its Ed25519 key, 64 hex digits, or a name of your address book (lucid known list)",
};

/** The keys that are meant: each is written out, or the name of one in the address book. @throws CommandError else. */
export function pinsOf({ network, node, owner, session, link }: PinOptions, book: AddressBook): Pins {
  const keys = (kind: PinKind, given: readonly string[] | undefined): readonly string[] | undefined =>
    given?.map((text) => keyOf(kind, text, book));
  const given = {
    networks: keys("network", network),
    nodes: keys("node", node),
    owners: keys("owner", owner),
    sessions: keys("session", session),
  };
  return link === undefined ? given : both(given, pinsOfLink(expectationOf(link)));
}

export function keyOf(kind: PinKind | BookKind, text: string, book: AddressBook): string {
  const key = readPin(kind, text, book);
  if (key !== undefined) return key;
  throw new CommandError(EXIT.usage, `"${text}" is no ${kind}: give ${forms[kind]}`);
}

/** What the options and the link both allow. @throws CommandError where they allow nothing together. */
function both(given: Pins, linked: Pins): Pins {
  const common = (name: keyof Pins): readonly string[] | undefined => {
    const [mine, theirs] = [given[name], linked[name]];
    if (mine === undefined || theirs === undefined) return mine ?? theirs;
    const keys = mine.filter((key) => theirs.includes(key));
    if (keys.length > 0) return keys;
    throw new CommandError(
      EXIT.usage,
      `the link and the options expect different ${name}: ${theirs.join(", ")} and ${mine.join(", ")}`,
    );
  };
  return { networks: common("networks"), nodes: common("nodes"), owners: common("owners"), sessions: common("sessions") };
}

function expectationOf(link: string): Expectation {
  const read = readVerifyLink(link);
  if (read.ok) return read.expectation;
  throw new CommandError(EXIT.usage, `the link cannot be used: ${problemOf(read)}`);
}

/** Longest name of a field that is quoted. */
const MAX_QUOTED = 40;

function problemOf(problem: LinkProblem): string {
  switch (problem.problem) {
    case "too-long":
      return "it is too long";
    case "not-a-link":
      return "give lucid://verify?…, or the address of a page that ends in /verify#… or /verify.html#…";
    case "empty":
      return "it names nothing";
    case "unknown-field":
      return `"${problem.field.slice(0, MAX_QUOTED)}" is no field of it: session, node, owner and network are`;
    case "repeated":
      return `it names more than one ${problem.field}`;
    case "invalid":
      return `its ${problem.field} is none; perhaps the link was cut when it was copied`;
  }
}
