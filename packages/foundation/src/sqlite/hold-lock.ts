import { chmodSync } from "node:fs";
import Database from "better-sqlite3";

/**
 * Takes the lock that a file stands for, alone among all processes, until it is disposed. The lock is the operating
 * system's: a process that is killed leaves none behind. Waits up to `timeoutMs` without giving the thread away.
 * @throws SqliteError SQLITE_BUSY while another process has it, and for a file that cannot be made.
 */
export function holdLock(path: string, { timeoutMs }: { readonly timeoutMs: number }): Disposable {
  const lock = new Database(path, { timeout: timeoutMs });
  try {
    chmodSync(path, 0o600);
    // The open transaction is the lock. In the locking mode EXCLUSIVE two that wait would each keep what the other waits for.
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    throw error;
  }
  return { [Symbol.dispose]: () => void lock.close() };
}

/** Whether `holdLock` failed because somebody else has the lock. */
export const isLockHeld = (error: unknown): boolean => (error as { code?: string }).code?.startsWith("SQLITE_BUSY") ?? false;
