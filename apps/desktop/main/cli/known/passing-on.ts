import { open } from "node:fs/promises";
import {
  type BookConflict,
  emptyBook,
  MAX_BOOK_BYTES,
  type MergedBooks,
  mergeBooks,
  readBookFile,
  writeBookFile,
} from "@lucid/proof";
import type { Command } from "commander";
import { CommandError, EXIT } from "../exit-codes.ts";
import { helpNotes } from "../help-notes.ts";
import { readStart } from "../read-start.ts";
import { terminalJson, terminalLines } from "../terminal-text.ts";
import { readBook } from "./book-file.ts";
import { changeBook } from "./change-book.ts";

/** `lucid known export`: the address book as a file for the page, or for another computer. */
export function addExportCommand(known: Command): void {
  known
    .command("export")
    .description("Write the address book to a file that the page and lucid known import read")
    .argument("[file]", "a new file; without it, standard output")
    .action(async (path: string | undefined) => {
      const text = writeBookFile(await readBook());
      if (path === undefined) process.stdout.write(text);
      else await writeNew(path, text);
    });
}

/** `lucid known import`: takes over what does not contradict the reader's own names. */
export function addImportCommand(known: Command): void {
  known
    .command("import")
    .description("Add the entries of an address book; a name or a key of yours is never changed")
    .argument("<file>", "an exported address book; - is standard input")
    .option("--json", "print one JSON object")
    .addHelpText("after", helpNotes("Exit code 1: some entries contradict yours and were left out. The others are added."))
    .action(async (file: string, { json }: { readonly json?: boolean }) => {
      const read = readBookFile(await readStart(file, MAX_BOOK_BYTES + 1));
      if (!read.ok) throw new CommandError(EXIT.usage, `${file} is no address book: ${read.detail}`);
      let merged: MergedBooks = { book: emptyBook, added: [], same: 0, conflicts: [] };
      const path = await changeBook((book) => {
        merged = mergeBooks(book, read.book);
        return merged.added.length > 0 ? merged.book : book;
      });
      const { added, same, conflicts } = merged;
      process.stdout.write(json ? `${terminalJson({ added, same, conflicts, path }, 2)}\n` : terminalLines(describe(merged)));
      if (conflicts.length > 0) process.exitCode = EXIT.failed;
    });
}

const describe = ({ added, same, conflicts }: MergedBooks): string =>
  [
    `Added ${added.length}, there already ${same}, left out ${conflicts.length}.`,
    ...conflicts.map((conflict) => `Left out: ${because(conflict)}`),
  ]
    .map((line) => `${line}\n`)
    .join("");

function because({ problem, entry: { kind, key, name }, mine }: BookConflict): string {
  switch (problem) {
    case "named-otherwise":
      return `the ${kind} ${key} as "${name}": your name for it is "${mine}"`;
    case "name-taken":
      return `the ${kind} ${key} as "${name}": that is your name for ${mine}`;
    case "full":
      return `the ${kind} ${key} as "${name}": your address book is full`;
  }
}

/** Names say whom somebody knows: the file is its owner's alone, and takes the place of no other one. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await using file = await open(path, "wx", 0o600);
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    throw new CommandError(EXIT.failed, `${path} cannot be written: ${(error as Error).message}`, { cause: error });
  }
}
