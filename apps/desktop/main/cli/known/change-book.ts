import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { holdLock, isLockHeld, writeDurably } from "@lucid/foundation";
import { type AddressBook, writeBookFile } from "@lucid/proof";
import { CommandError, EXIT } from "../exit-codes.ts";
import { bookPath, readBook } from "./book-file.ts";

/** A change takes milliseconds: whoever waits this long waits for one that hangs. */
const LOCK_WAIT_MS = 10_000;

/**
 * Changes the book while no other command can, and puts the new one in the place of the one before, whole or not at all.
 * Nothing is written where the book stays as it is, or `change` throws.
 */
export async function changeBook(change: (book: AddressBook) => AddressBook): Promise<string> {
  const path = bookPath();
  if (path === undefined)
    throw new CommandError(EXIT.settings, "This user has no home folder: set XDG_CONFIG_HOME to keep an address book");
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    using _ = holdLock(`${path}.lock`, { timeoutMs: LOCK_WAIT_MS });
    const before = await readBook(path);
    const after = change(before);
    if (after !== before) await writeDurably(path, writeBookFile(after));
    return path;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const message = isLockHeld(error)
      ? `Another command has been changing ${path} for ${LOCK_WAIT_MS / 1_000} s: end it, then try again`
      : `${path} cannot be written: ${(error as Error).message}`;
    throw new CommandError(EXIT.failed, message, { cause: error });
  }
}
