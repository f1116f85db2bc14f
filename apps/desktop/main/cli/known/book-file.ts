import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { type AddressBook, emptyBook, readBookFile } from "@lucid/proof";
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
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return emptyBook;
    throw new CommandError(EXIT.usage, `The address book ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  const read = readBookFile(bytes);
  if (read.ok) return read.book;
  throw new CommandError(EXIT.usage, `The address book ${path} cannot be read: ${read.detail}`);
}
