import type { SessionState } from "@lucid/contract";
import type { ReadDb } from "@lucid/foundation";
import type { PlacedSession } from "./own-places.ts";

export interface Totals {
  readonly total: number;
  readonly size: number;
  readonly chunks: number;
}

/** A session some of whose chunks may not be proven yet. */
export type WaitingSession = PlacedSession;

export type SessionTotals = ReturnType<typeof createSessionTotals>;

const WAITING = "session_id AS sessionId, chunk_count AS chunkCount, merkle_root AS merkleRoot, manifest_hash AS manifestHash";

/** Sums over sessions, of one account or (undefined) of all. None of them reads the sessions. */
export function createSessionTotals(db: ReadDb) {
  const all = db.prepare<{ scope: string }, Totals>(`
    SELECT coalesce(sum(sessions), 0) AS total, coalesce(sum(size_bytes), 0) AS size, coalesce(sum(chunks), 0) AS chunks
    FROM session_totals WHERE scope = :scope AND state <> 'deleted'`);
  const inStates = db.prepare<{ scope: string; states: string }, { sessions: number }>(`
    SELECT coalesce(sum(sessions), 0) AS sessions FROM session_totals
    WHERE scope = :scope AND state IN (SELECT value FROM json_each(:states))`);
  const created = db.prepare<{ scope: string }, { sessions: number }>(
    "SELECT coalesce(sum(sessions), 0) AS sessions FROM session_totals WHERE scope = :scope",
  );
  const ofOne = (columns: string, rest: string, userId: string | undefined): string =>
    `SELECT ${columns} FROM sessions WHERE ${rest} AND state <> 'deleted'${userId === undefined ? "" : " AND user_id = :userId"}`;
  const recorded = (userId: string | undefined) =>
    db.prepare<{ since: number; userId?: string | undefined }, { ms: number }>(
      ofOne("coalesce(sum(coalesce(ended_at, started_at) - started_at), 0) AS ms", "started_at >= :since", userId),
    );
  const waiting = (userId: string | undefined) =>
    db.prepare<{ userId?: string | undefined }, WaitingSession>(
      ofOne(WAITING, "chunk_count > 0 AND anchored_at IS NULL", userId),
    );
  const ofAll = { recorded: recorded(undefined), waiting: waiting(undefined) };
  const ofUser = { recorded: recorded(""), waiting: waiting("") };
  const scoped = (userId: string | undefined) => (userId === undefined ? ofAll : ofUser);

  return {
    totals: (userId: string | undefined): Totals => all.get({ scope: userId ?? "" }) ?? { total: 0, size: 0, chunks: 0 },
    /** Sessions in one of the states, or all but deleted ones. */
    count: (userId: string | undefined, states: readonly SessionState[] | undefined): number =>
      (states === undefined
        ? all.get({ scope: userId ?? "" })?.total
        : inStates.get({ scope: userId ?? "", states: JSON.stringify(states) })?.sessions) ?? 0,
    /** Sessions that an account ever created, deleted ones as well. */
    created: (userId: string): number => created.get({ scope: userId })?.sessions ?? 0,
    /** Milliseconds recorded by sessions that started since then. */
    recordedMs: (userId: string | undefined, since: number): number => scoped(userId).recorded.get({ since, userId })?.ms ?? 0,
    /** Sessions with chunks whose anchor is in no block yet. */
    waiting: (userId: string | undefined): WaitingSession[] => scoped(userId).waiting.all({ userId }),
  };
}
