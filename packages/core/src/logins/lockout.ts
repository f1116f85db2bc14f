import type { WriteDb } from "@lucid/foundation";
import { LOCKOUT } from "../shared-store/index.ts";

interface LockoutRow {
  readonly failures: number;
  readonly lockouts: number;
  readonly locked_until: number;
  readonly last_failure: number;
}

const none: LockoutRow = { failures: 0, lockouts: 0, locked_until: 0, last_failure: 0 };

/**
 * Counts failed logins of a subject (an address as seen from one caller, so that a stranger cannot lock
 * out somebody else's wallet). The 5th failure locks for 15 minutes, each further five for twice as long.
 */
export function createLockout(db: WriteDb) {
  const read = db.prepare<[string], LockoutRow>(
    "SELECT failures, lockouts, locked_until, last_failure FROM auth_lockouts WHERE subject = ?",
  );
  const write = db.prepare(`
    INSERT INTO auth_lockouts (subject, failures, lockouts, locked_until, last_failure)
    VALUES (:subject, :failures, :lockouts, :locked_until, :last_failure)
    ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, lockouts = excluded.lockouts,
      locked_until = excluded.locked_until, last_failure = excluded.last_failure`);
  const clear = db.prepare("DELETE FROM auth_lockouts WHERE subject = ?");
  const erase = db.prepare("DELETE FROM auth_lockouts WHERE subject >= :from AND subject < :to");
  const forget = db.prepare("DELETE FROM auth_lockouts WHERE last_failure < ? AND locked_until < ?");

  return {
    /** Forgets every lock of a wallet, whoever caused it: a subject is an address, a space and a caller. */
    erase: (address: string): void => void erase.run({ from: `${address} `, to: `${address}!` }),
    /** End of the lock in unix ms, or undefined when logins are welcome. */
    lockedUntil(subject: string, now: number): number | undefined {
      const until = read.get(subject)?.locked_until ?? 0;
      return until > now ? until : undefined;
    },
    /** Counts one failure; answers the end of the lock when this one set it. */
    fail(subject: string, now: number): number | undefined {
      const stored = read.get(subject) ?? none;
      const known = stored.last_failure + LOCKOUT.memoryMs < now ? none : stored;
      const failures = known.failures + 1;
      const locks = failures >= LOCKOUT.failures;
      const lockedUntil = now + LOCKOUT.lockoutMs * 2 ** Math.min(known.lockouts, LOCKOUT.maxDoublings);
      write.run({
        subject,
        failures: locks ? 0 : failures,
        lockouts: known.lockouts + (locks ? 1 : 0),
        locked_until: locks ? lockedUntil : known.locked_until,
        last_failure: now,
      });
      return locks ? lockedUntil : undefined;
    },
    succeed: (subject: string): void => void clear.run(subject),
    prune: (now: number): void => void forget.run(now - LOCKOUT.memoryMs, now),
  };
}
export type Lockout = ReturnType<typeof createLockout>;
