import { randomUUID } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { AddressBook, emptyBook } from "@lucid/proof";
import { CommandError, EXIT } from "../exit-codes.ts";

/** Where this person's address book is; undefined for an account that has neither a home nor XDG_CONFIG_HOME. */
export function bookPath(): string | undefined {
  const configured = process.env["XDG_CONFIG_HOME"];
  try {
    return join(configured || join(homedir(), ".config"), "lucid", "known.json");
  } catch {
    return undefined;
  }
}

/** The address book; without a file it is empty. @throws CommandError for a file that cannot be read or is none. */
export async function readBook(path = bookPath()): Promise<AddressBook> {
  if (path === undefined) return emptyBook;
  try {
    return AddressBook.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return emptyBook;
    throw new CommandError(EXIT.usage, `The address book ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Puts the book in the place of the one before, whole or not at all; only its owner may read it. */
export async function writeBook(book: AddressBook): Promise<string> {
  const path = bookPath();
  if (path === undefined)
    throw new CommandError(EXIT.settings, "This user has no home folder: set XDG_CONFIG_HOME to keep an address book");
  const part = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(part, "wx", 0o600);
    try {
      await file.writeFile(`${JSON.stringify(book, null, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw new CommandError(EXIT.failed, `${path} cannot be written: ${(error as Error).message}`, { cause: error });
  }
  return path;
}
