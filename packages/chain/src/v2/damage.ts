import { SignStateDamagedError } from "../signing/sign-state.ts";

/** What this node keeps of a network cannot be followed: a file is damaged, or has lost what others have seen. */
export class NetworkDamagedError extends Error {
  override readonly name = "NetworkDamagedError";
}

const DAMAGED = /^SQLITE_(CORRUPT|NOTADB)/;

/** Runs what reads the disk. @throws NetworkDamagedError where what it holds is at fault, and not the disk. */
export function readingDisk<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !isDamage(error)) throw error;
    throw new NetworkDamagedError(error.message, { cause: error });
  }
}

/** Whether what was read is at fault, and not the disk or the program. */
export const isDamage = (error: Error): boolean =>
  error instanceof SignStateDamagedError ||
  error instanceof SyntaxError ||
  error.message.startsWith("The chain database ") ||
  ("code" in error && typeof error.code === "string" && DAMAGED.test(error.code));
