import type { Ledger, LedgerUpdate } from "./ledger.ts";

/** Work on several blocks that is one commit: nothing of it is said or signed before that commit. */
export function createJointWork(ledger: Pick<Ledger, "together">) {
  /** Changes that are not on the disk yet. */
  let held: LedgerUpdate[] | undefined;
  return {
    /** Whether a change has to wait for the commit of the work under way. */
    holds(update: LedgerUpdate): boolean {
      held?.push(update);
      return held !== undefined;
    },
    /** Does the work, and `settle`s what it changed once that is on the disk. */
    together<Result>(work: () => Result, settle: (update: LedgerUpdate) => void): Result {
      const updates: LedgerUpdate[] = [];
      held = updates;
      let result: Result;
      try {
        result = ledger.together(work);
      } finally {
        held = undefined;
      }
      if (updates.length > 0)
        settle({
          abandoned: updates.flatMap(({ abandoned }) => abandoned),
          adopted: updates.flatMap(({ adopted }) => adopted),
          finalized: updates.flatMap(({ finalized }) => finalized),
        });
      return result;
    },
  };
}
