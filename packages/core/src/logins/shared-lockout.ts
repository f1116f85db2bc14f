import { LucidError, loginErrors } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { Lockouts } from "../shared-store/index.ts";
import { isCounted } from "./attempts.ts";
import { callerKey } from "./challenges.ts";
import { isoTime } from "./login-repository.ts";
import type { Origin } from "./logins.ts";

/**
 * Counts what fails with a wallet at any of the owner's nodes, beside the count that each keeps by itself. @returns what runs an attempt:
 * it throws what the attempt throws, and ACCOUNT_LOCKED in place of a failure that counts, while there were too many of them.
 */
export function createSharedLockout({ clock, lockouts }: { readonly clock: Clock; readonly lockouts: Lockouts | undefined }) {
  return async function attempt<Result>(address: string, caller: Origin, work: () => Result): Promise<Result> {
    if (!lockouts) return work();
    const subject = `${address} ${callerKey(caller)}`;
    const lockedFor = await lockouts.lockedFor(subject);
    let result: Result;
    try {
      result = work();
    } catch (error) {
      if (!(error instanceof LucidError) || !isCounted(error)) throw error;
      if (lockedFor !== undefined) {
        throw loginErrors.ACCOUNT_LOCKED({ locked_until: isoTime(clock.now() + lockedFor) }, { cause: error });
      }
      await unlessAway(() => lockouts.fail(subject));
      throw error;
    }
    await unlessAway(() => lockouts.succeed(subject));
    return result;
  };
}
export type SharedLockout = ReturnType<typeof createSharedLockout>;

/** The attempt is over, and this node has counted it: a store that went away meanwhile takes nothing of that back, and says so itself. */
async function unlessAway(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof LucidError)) throw error;
  }
}
