import type { SessionState } from "@lucid/contract";
import type { ReadDb, WriteDb } from "@lucid/foundation";
import { createPrepareOnce } from "../../ground/index.ts";
import {
  COLUMNS,
  DOCUMENTS,
  SELECT_PLACES,
  SELECT_SESSIONS,
  SELECT_SHOWN,
  type SessionChange,
  type SessionRecord,
  type ShownSession,
  type StoredSession,
  type StoredShown,
  toColumn,
  toSession,
  toShownSession,
} from "./session-row.ts";
import type { SessionSearch } from "./session-search.ts";

const NAMES = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
const TEXTS = Object.keys(DOCUMENTS) as (keyof typeof DOCUMENTS)[];
/** Whose text a session's own name and description are. */
const SOURCE = "session";

/** When retention ends, Unix milliseconds, as its index has it. */
const ENDS = "ended_at + retention_days * 86400000";
const EXPIRES = `state IN ('completed', 'interrupted') AND completed_at IS NOT NULL AND legal_hold = 0 AND ${ENDS}`;

/** Recordings of one account whose retention ends on one day. */
export interface EndingDay {
  readonly user_id: string;
  /** When the first of them ends, Unix milliseconds. */
  readonly first_at: number;
  readonly recordings: number;
  /** One of them. */
  readonly session_id: string;
}

/** The rows of sessions themselves. */
export function createSessionRows(db: { read: ReadDb; write: WriteDb }, search: SessionSearch) {
  const select = <Bind extends unknown[]>(rest: string) =>
    db.read.prepare<Bind, StoredSession>(`${SELECT_SESSIONS} WHERE ${rest}`);
  const one = select<[string]>("session_id = ?");
  const places = db.read.prepare<[string], StoredShown>(SELECT_PLACES);
  const many = db.read.prepare<[string], StoredShown>(`${SELECT_SHOWN} WHERE session_id IN (SELECT value FROM json_each(?))`);
  const inStates = select<[string]>("state IN (SELECT value FROM json_each(?)) ORDER BY created_at");
  const leftOpen = select<[]>(`(state IN ('recording', 'paused', 'processing', 'interrupted') AND manifest_hash IS NULL)
    OR (state = 'created' AND grant_signature IS NOT NULL) ORDER BY created_at`);
  const unanchored = select<[]>("manifest_hash IS NOT NULL AND completed_at IS NULL AND state <> 'deleted' ORDER BY created_at");
  const tagged = db.read.prepare<[], { session_id: string }>(
    "SELECT session_id FROM sessions WHERE manifest_hash IS NOT NULL AND tag_salt IS NOT NULL AND state <> 'deleted' ORDER BY created_at",
  );
  const expired = select<[number]>(`${EXPIRES} < ?`);
  const expiring = createPrepareOnce<{ session_id: string }>(db.read);
  const settled = db.read.prepare<[number], { session_id: string }>(
    `SELECT s.session_id FROM session_list l CROSS JOIN sessions s ON s.place = l.place
     WHERE l.state IN ('failed', 'interrupted', 'completed') AND l.updated_at >= ?`,
  );
  const ending = db.read.prepare<[number, number], EndingDay>(`
    SELECT user_id, min(${ENDS}) AS first_at, count(*) AS recordings, min(session_id) AS session_id
    FROM sessions WHERE ${EXPIRES} >= ? AND ${ENDS} < ? GROUP BY user_id, (${ENDS}) / 86400000`);
  const lastUpdate = db.read.prepare<[], { at: number | null }>(
    "SELECT max(updated_at) AS at FROM session_list WHERE state <> 'deleted'",
  );
  const manifestOf = db.read.prepare<[string], { manifest: string }>(
    "SELECT manifest FROM session_manifests WHERE session_id = ?",
  );
  const receiptOf = db.read.prepare<[string], { receipt: string | null }>("SELECT receipt FROM sessions WHERE session_id = ?");
  const insertManifest = db.write.prepare("INSERT INTO session_manifests (session_id, manifest) VALUES (?, ?)");
  const insertRow = db.write.prepare(
    `INSERT INTO sessions (${NAMES.map((name) => COLUMNS[name]).join(", ")}) VALUES (${NAMES.map(() => "?").join(", ")})`,
  );
  const insertDocument = db.write.prepare("INSERT INTO session_documents (hash, text) VALUES (?, ?) ON CONFLICT DO NOTHING");
  const updating = createPrepareOnce<unknown>(db.write);

  const insert = db.write.transaction((record: SessionRecord) => {
    insertRow.run(...NAMES.map((name) => toColumn(record[name])));
    for (const name of TEXTS) insertDocument.run(record[DOCUMENTS[name]], toColumn(record[name]));
    search.put(record.sessionId, SOURCE, textOf(record));
  });
  const update = db.write.transaction((sessionId: string, { manifest, policy, ...change }: SessionChange, now: number) => {
    const names = Object.keys(change) as (keyof typeof change)[];
    const columns = names.map((name) => (name === "receipt" ? name : COLUMNS[name]));
    const sets = [...columns, "updated_at"].map((column) => `${column} = ?`).join(", ");
    const values = names.map((name) => toColumn(change[name]));
    if (policy !== undefined) insertDocument.run(toColumn(change.policyHash), toColumn(policy));
    if (manifest !== undefined) insertManifest.run(sessionId, manifest);
    updating(`UPDATE sessions SET ${sets} WHERE session_id = ?`).run(...values, now, sessionId);
    if (change.state === "deleted") return search.forget(sessionId);
    if (change.name === undefined && change.description === undefined) return;
    const row = one.get(sessionId);
    if (row) search.put(sessionId, SOURCE, textOf(toSession(row)));
  });

  function shownOf(sessionIds: readonly string[]): ShownSession[] {
    const rows = new Map(many.all(JSON.stringify(sessionIds)).map((row) => [row.sessionId, row]));
    return sessionIds.flatMap((id) => {
      const row = rows.get(id);
      return row ? [toShownSession(row)] : [];
    });
  }

  return {
    get(sessionId: string): SessionRecord | undefined {
      const row = one.get(sessionId);
      return row && toSession(row);
    },
    /** Those of the ids that exist, in their order. */
    many: shownOf,
    /** Those at the places of a page, in its order. */
    at: (page: readonly number[]): ShownSession[] => places.all(JSON.stringify(page)).map(toShownSession),
    inStates: (states: readonly SessionState[]): SessionRecord[] => inStates.all(JSON.stringify(states)).map(toSession),
    /** Sessions that ran, or were starting, and are not sealed. At the start of a node nobody works on them. */
    leftOpen: (): SessionRecord[] => leftOpen.all().map(toSession),
    /** Sealed sessions whose anchor is not final yet. */
    unanchored: (): SessionRecord[] => unanchored.all().map(toSession),
    /** Sealed sessions that a tag on a chain can name, oldest first. */
    tagged: (): string[] => tagged.all().map((row) => row.session_id),
    /** When the last change of a session was written, Unix milliseconds; 0 when there is none. */
    lastUpdateMs: (): number => lastUpdate.get()?.at ?? 0,
    /** Sessions whose retention has ended. */
    expired: (now: number): SessionRecord[] => expired.all(now).map(toSession),
    /** Sessions whose retention ends before `until`, soonest first; of one account or (undefined) of all. */
    expiring(userId: string | undefined, until: number, limit: number): ShownSession[] {
      const mine = userId === undefined ? "" : " AND user_id = ?";
      const sql = `SELECT session_id FROM sessions WHERE ${EXPIRES} < ?${mine} ORDER BY ${ENDS} LIMIT ?`;
      const found = expiring(sql).all(until, ...(userId === undefined ? [] : [userId]), limit);
      return shownOf(found.map((row) => row.session_id));
    },
    /** Sessions that failed, were interrupted or are proven, of those that changed since. Unix milliseconds. */
    settledSince: (since: number): string[] => settled.all(since).map((row) => row.session_id),
    /** Recordings whose retention ends in a span of time, counted by owner and day (UTC). */
    ending: (from: number, until: number): EndingDay[] => ending.all(from, until),
    manifest: (sessionId: string): string | null => manifestOf.get(sessionId)?.manifest ?? null,
    receipt: (sessionId: string): string | null => receiptOf.get(sessionId)?.receipt ?? null,
    insert: (record: SessionRecord): void => insert(record),
    update: (sessionId: string, change: SessionChange, now: number): void => update(sessionId, change, now),
  };
}

const textOf = ({ name, description }: SessionRecord): string => `${name}\n${description}`;
