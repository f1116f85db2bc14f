import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { holdLock, isLockHeld } from "@lucid/foundation";
import { DataFolderError, damagedFile, requireWhole } from "./damaged-file.ts";

export interface DataFolder extends Disposable {
  readonly path: string;
  readonly chunks: string;
  readonly run: string;
  readonly file: (name: string) => string;
}

/**
 * Makes the data folder where it is missing and locks it for this process. The lock is the operating
 * system's, so a killed node leaves none behind.
 * @throws DataFolderError when it cannot be written or another node uses it.
 */
export function openDataFolder(path: string): DataFolder {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    for (const name of ["chunks", "run", "keys"]) if (!existsSync(join(path, name))) mkdirSync(join(path, name), { mode: 0o700 });
  } catch (error) {
    throw unusable(path, error);
  }
  const lock = lockFolder(path);
  try {
    requireWhole(path);
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
  return {
    path,
    chunks: join(path, "chunks"),
    run: join(path, "run"),
    file: (name) => join(path, name),
    [Symbol.dispose]: () => lock[Symbol.dispose](),
  };
}

function lockFolder(path: string): Disposable {
  try {
    return holdLock(join(path, "node.lock"), { timeoutMs: 0 });
  } catch (error) {
    if (isLockHeld(error)) {
      throw new DataFolderError(
        `Another node is using the data folder ${path}: stop it first, or choose another folder with --data`,
        { cause: error },
      );
    }
    throw unusable(path, error);
  }
}

/**
 * Runs a step of the start that reads and writes in the folder, of `file` where it is about one.
 * @throws DataFolderError when the step failed because of the folder or its disk, else what the step threw.
 */
export async function inFolder<Result>(
  { path }: DataFolder,
  step: () => Result | Promise<Result>,
  file?: string,
): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    throw DISK_ERRORS.test((error as { code?: string }).code ?? "") ? unusable(path, error, file) : error;
  }
}

const DISK_ERRORS = /^(EACCES|EPERM|EROFS|ENOSPC|EDQUOT|EIO|SQLITE_(READONLY|CANTOPEN|FULL|IOERR|CORRUPT|NOTADB).*)$/;

/** In the words of SQLite, which a worker's failure keeps when it loses its code. */
const DAMAGED = /file is not a database|database disk image is malformed/;

/** Why what lies in the folder, or one `file` in it, cannot be used. */
export function unusable(path: string, error: unknown, file?: string): DataFolderError {
  if (error instanceof DataFolderError) return error;
  const reason = reasonOf(error);
  if (file !== undefined && DAMAGED.test(reason)) return damagedFile(join(path, file), reason, { cause: error });
  return new DataFolderError(`The data folder ${path} cannot be used: ${reason}`, { cause: error });
}

/** What an error of the file system or of SQLite means for a person. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message: string };
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "this user may not write there";
    case "EROFS":
    case "SQLITE_READONLY":
      return "it is read-only";
    case "ENOSPC":
    case "EDQUOT":
    case "SQLITE_FULL":
    case "SQLITE_IOERR_WRITE":
    case "SQLITE_IOERR_SHMSIZE":
      return "the disk is full";
    case "ENOTDIR":
    case "EEXIST":
      return "a file is in the way";
    default:
      return message;
  }
}
