import { setImmediate as nextTurn } from "node:timers/promises";
import { openDatabase } from "@lucid/foundation";
import { auditMigrations } from "./store/audit-tables.ts";
import { createAppender } from "./store/create-appender.ts";
import { createChainCheck } from "./store/create-chain-check.ts";
import { createEntryReader } from "./store/create-entry-reader.ts";

export interface LogCheck {
  /** Number of the last entry. */
  readonly size: number;
  /** Number of the first one that retention has left. */
  readonly first: number;
  /** The first entry that does not go on from the one before. */
  readonly problem?: { readonly sequence: number; readonly reason: "altered" | "removed" };
}

/** Entries between two looks at the signal. */
const STEP = 2_000;

/** Goes through the audit log of a node that does not run: every entry, from the first that retention has left. */
export async function checkStoredLog(path: string, signal: AbortSignal): Promise<LogCheck> {
  using db = openDatabase({ path, migrations: auditMigrations, synchronous: "normal" });
  const { size, first } = createAppender(db).head();
  const check = createChainCheck(db);
  let at = first - 1;
  let hash = createEntryReader(db).hashOf(at) ?? "";
  while (at < size) {
    signal.throwIfAborted();
    const step = check({ after: at, hash, limit: STEP });
    const stopped = step.checkedTo === at ? ({ sequence: at + 1, reason: "removed" } as const) : undefined;
    const problem = step.problem ?? stopped;
    if (problem) return { size, first, problem };
    ({ checkedTo: at, hash } = step);
    await nextTurn();
  }
  return { size, first };
}
