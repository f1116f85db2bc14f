import {
  type AddressBook,
  type BookKind,
  emptyBook,
  foreignText,
  forget,
  MAX_CERTIFICATE_BYTES,
  type NewEntry,
  remember,
  witnessKey,
} from "@lucid/proof";
import { Argument, type Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { formatTable } from "../table.ts";
import { terminalJson, terminalLines, terminalName, terminalText } from "../terminal-text.ts";
import { readCertificates } from "../time/time-proof.ts";
import { readBook } from "./book-file.ts";
import { changeBook } from "./change-book.ts";
import { addExportCommand, addImportCommand } from "./passing-on.ts";
import { keyOf } from "./pin-options.ts";

interface JsonOption {
  readonly json?: boolean;
}

const KINDS = ["node", "owner", "network", "authority", "witness"] as const satisfies readonly BookKind[];
const kind = (): Argument => new Argument("<kind>", "what it is").choices(KINDS);

/** `lucid known`: the nodes, owners, networks, time stamp authorities and witnesses this person trusts, with names. */
export function addKnownCommand(program: Command): void {
  const known = program
    .command("known")
    .description(
      "Your address book: nodes, owners, networks, time stamp authorities and witnesses that lucid verify shows by name",
    )
    .addHelpText(
      "after",
      helpNotes(`
A proof says which key recorded and which address allowed it. Whose they are, nobody can prove to you: compare them
once with the person or the node itself, on another way than the recording came, and keep them here. Of a time stamp
authority, keep the certificate: its own, or one above it, fetched from its own site. Of a witness, keep the verifier key that
whoever runs it gives out (lucid witness status there).`),
    );
  known
    .command("list")
    .description("Print the address book")
    .option("--json", "print one JSON object")
    .action(async ({ json }: JsonOption) => {
      const book = await readBook();
      process.stdout.write(json ? `${terminalJson(book, 2)}\n` : describe(book));
    });
  known
    .command("add")
    .description("Remember a key under a name; a key that is there already gets the new name")
    .addArgument(kind())
    .argument(
      "<key>",
      "the node's public key, the owner's TRON address, the hash of the network, the authority's certificate: a file, or the witness's verifier key",
    )
    .argument("<name>", "your name for it")
    .option("--json", "print one JSON object")
    .action(async (kind: BookKind, text: string, name: string, { json }: JsonOption) => {
      const { says, ...keys } = await keysOf(kind, text);
      const entry: NewEntry = { kind, ...keys, name, added_at: new Date().toISOString() };
      const path = await changeBook((book) => {
        const change = remember(book, entry);
        if (change.ok) return change.book;
        if (change.problem === "name-taken")
          throw new CommandError(EXIT.failed, `"${name}" is your name for another ${kind}: ${change.detail}`);
        if (change.problem === "full") throw new CommandError(EXIT.failed, `The address book is full: ${change.detail}`);
        throw new CommandError(EXIT.usage, `"${name}" cannot be a name: ${change.detail}`);
      });
      process.stdout.write(
        json ? `${terminalJson({ ...entry, path })}\n` : terminalLines(`The ${kind} ${entry.key} is "${name}" now.\n${says}`),
      );
    });
  known
    .command("remove")
    .description("Forget a key")
    .addArgument(kind())
    .argument("<key>", "the key, or your name for it")
    .option("--json", "print one JSON object")
    .action(async (kind: BookKind, text: string, { json }: JsonOption) => {
      let key = "";
      const path = await changeBook((book) => {
        key = keyOf(kind, text, book);
        const rest = forget(book, kind, key);
        if (rest === undefined) throw new CommandError(EXIT.failed, `The ${kind} ${key} is not in the address book`);
        return rest;
      });
      process.stdout.write(json ? `${terminalJson({ kind, key, path })}\n` : `The ${kind} ${key} is forgotten.\n`);
    });
  addExportCommand(known);
  addImportCommand(known);
}

interface Keys {
  readonly key: string;
  readonly certificate?: string;
  readonly verifier_key?: string;
  /** What a person is told of it besides. */
  readonly says: string;
}

async function keysOf(kind: BookKind, text: string): Promise<Keys> {
  if (kind === "witness") return keysOfWitness(text);
  if (kind !== "authority") return { key: keyOf(kind, text, emptyBook), says: "" };
  const [found, ...others] = await readCertificates(text);
  if (found === undefined || others.length > 0)
    throw new CommandError(EXIT.usage, `${terminalName(text)} holds several certificates: give the one that you trust by itself`);
  if (found.bytes.length > MAX_CERTIFICATE_BYTES)
    throw new CommandError(EXIT.usage, `The certificate has more than ${MAX_CERTIFICATE_BYTES} bytes`);
  const says =
    `It calls itself ${foreignText(found.name)}. Compare its SHA-256, which is its key here, with the one that the authority ` +
    "itself publishes. Stamps by it, or by one that it certified, are shown under your name.\n";
  return { key: found.sha256, certificate: found.certificate, says };
}

function keysOfWitness(text: string): Keys {
  const key = witnessKey(text);
  if (key === undefined)
    throw new CommandError(
      EXIT.usage,
      `"${text}" is no verifier key of a witness: it is NAME+KEY ID+KEY, of the kind that cosigns`,
    );
  const says =
    `It calls itself ${foreignText(key.name)}. Compare its key with the one that whoever runs it gives out. What it signed of a network's ` +
    "history is shown under your name.\n";
  return { key: key.publicKey, verifier_key: text, says };
}

function describe({ known }: AddressBook): string {
  if (known.length === 0) return "The address book is empty. See lucid known add --help\n";
  const rows = KINDS.flatMap((kind) =>
    known
      .filter((entry) => entry.kind === kind)
      .toSorted((one, other) => one.name.localeCompare(other.name))
      .map(({ name, key, added_at }) => [kind, terminalText(name), key, added_at.slice(0, 10)]),
  );
  return formatTable(["kind", "name", "key", "since"], rows);
}
