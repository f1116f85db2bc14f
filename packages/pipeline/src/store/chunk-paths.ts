import { join } from "node:path";
import { LucidError, pipelineErrors } from "@lucid/contract";

const SESSION = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const CHUNK = /^(\d{8})\.chunk$/;
const MAX_INDEX = 999_999;

export const isSessionName = (name: string): boolean => SESSION.test(name);
export const isTemporaryName = (name: string): boolean => name.endsWith(".tmp");

/** Index in a chunk's file name, or undefined for any other file. */
export function chunkIndexOf(name: string): number | undefined {
  const digits = CHUNK.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Folder of a session. Only a lower-case UUID gets one, so no name from outside can leave the store. */
export function sessionFolder(directory: string, sessionId: string): string {
  if (!isSessionName(sessionId)) throw new RangeError("A session is named by a lower-case UUID");
  return join(directory, sessionId);
}

/** Name of a chunk's file: 8 digits and `.chunk`. */
export function chunkName(index: number): string {
  if (!Number.isInteger(index) || index < 0 || index > MAX_INDEX) throw new RangeError(`A chunk's index is 0 to ${MAX_INDEX}`);
  return `${String(index).padStart(8, "0")}.chunk`;
}

/** What an error of the file system means for the store. */
export function storeError(cause: unknown): Error {
  if (cause instanceof LucidError || cause instanceof RangeError) return cause;
  switch (codeOf(cause)) {
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return pipelineErrors.STORE_FULL(undefined, { cause });
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return pipelineErrors.STORE_READ_ONLY(undefined, { cause });
    default:
      return pipelineErrors.STORE_FAILED(undefined, { cause });
  }
}

export const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);
