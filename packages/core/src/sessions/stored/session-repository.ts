import type { SessionState } from "@lucid/contract";
import type { ReadDb, WriteDb } from "@lucid/foundation";
import { type ChunkEntry, canonicalJson } from "@lucid/proof";
import {
  type ChunkRecord,
  COLUMNS,
  type KeyEnvelopeRecord,
  type SessionChange,
  type SessionColumns,
  type SessionRecord,
  toColumn,
  toSession,
} from "./session-row.ts";

export interface SessionFilter {
  /** Only this account's sessions; undefined for all. */
  readonly userId?: string | undefined;
  readonly state?: SessionState | undefined;
  /** Words that the name, the description or the id begins with. */
  readonly words?: string | undefined;
  readonly sort: "created_at" | "updated_at" | "name" | "size";
  readonly order: "asc" | "desc";
  readonly limit: number;
  readonly offset: number;
}

export type NewEnvelope = Pick<KeyEnvelopeRecord, "envelope" | "recipients">;

export interface SessionTotals {
  readonly total: number;
  readonly recordedMs: number;
  readonly size: number;
  readonly chunks: number;
}

/** Every column but the large ones, which are read only when they are needed. */
const FIELDS = Object.values(COLUMNS).join(", ");

/** All SQL about sessions, chunks and wrapped keys. */
export function createSessionRepository(db: { read: ReadDb; write: WriteDb }) {
  const one = db.read.prepare<[string], SessionColumns>(`SELECT ${FIELDS} FROM sessions WHERE session_id = ?`);
  const inStates = db.read.prepare<[string], SessionColumns>(
    `SELECT ${FIELDS} FROM sessions WHERE state IN (SELECT value FROM json_each(?)) ORDER BY created_at`,
  );
  const leftOpen = db.read.prepare<[], SessionColumns>(`
    SELECT ${FIELDS} FROM sessions
    WHERE (state IN ('recording', 'paused', 'processing', 'interrupted') AND manifest_hash IS NULL)
      OR (state = 'created' AND grant_signature IS NOT NULL)
    ORDER BY created_at`);
  const unanchored = db.read.prepare<[], SessionColumns>(
    `SELECT ${FIELDS} FROM sessions WHERE manifest IS NOT NULL AND completed_at IS NULL AND state <> 'deleted' ORDER BY created_at`,
  );
  const expired = db.read.prepare<[number], SessionColumns>(`
    SELECT ${FIELDS} FROM sessions
    WHERE state IN ('completed', 'interrupted') AND completed_at IS NOT NULL AND legal_hold = 0
      AND ended_at + retention_days * 86400000 < ?`);
  const entries = db.read.prepare<[string], { entry: string }>(
    "SELECT entry FROM chunks WHERE session_id = ? ORDER BY chunk_index",
  );
  const entryTexts = db.read.prepare<[string, number, number], { entry: string }>(
    "SELECT entry FROM chunks WHERE session_id = ? AND chunk_index >= ? ORDER BY chunk_index LIMIT ?",
  );
  const chunkAt = db.read.prepare<[string, number], { entry: string; stored_at: number }>(
    "SELECT entry, stored_at FROM chunks WHERE session_id = ? AND chunk_index = ?",
  );
  const chunkPage = db.read.prepare<[string, number, number], { entry: string; stored_at: number }>(
    "SELECT entry, stored_at FROM chunks WHERE session_id = ? ORDER BY chunk_index LIMIT ? OFFSET ?",
  );
  const insertChunk = db.write.prepare(`
    INSERT INTO chunks (session_id, chunk_index, entry, size_bytes, plain_size_bytes, started_at, ended_at, stored_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const envelopes = db.read.prepare<[string], { envelope: Uint8Array; recipients: string; added_at: number }>(
    "SELECT envelope, recipients, added_at FROM session_keys WHERE session_id = ? ORDER BY position",
  );
  const insertEnvelope = db.write.prepare(`
    INSERT INTO session_keys (session_id, position, envelope, recipients, added_at)
    SELECT ?, count(*), ?, ?, ? FROM session_keys WHERE session_id = ?`);
  const manifest = db.read.prepare<[string], { manifest: string | null; receipt: string | null }>(
    "SELECT manifest, receipt FROM sessions WHERE session_id = ?",
  );
  const statistics = db.read.prepare<{ userId: string | null; since: number }, SessionTotals>(`
    SELECT count(*) AS total,
      coalesce(sum(CASE WHEN started_at >= :since THEN coalesce(ended_at, started_at) - started_at ELSE 0 END), 0) AS recordedMs,
      coalesce(sum(size_bytes), 0) AS size, coalesce(sum(chunk_count), 0) AS chunks
    FROM sessions WHERE state <> 'deleted' AND (:userId IS NULL OR user_id = :userId)`);
  const counted = db.read.prepare<[string], { total: number }>("SELECT count(*) AS total FROM sessions WHERE user_id = ?");
  const waiting = db.read.prepare<{ userId: string | null }, SessionColumns>(`
    SELECT ${FIELDS} FROM sessions
    WHERE chunk_count > 0 AND anchored_at IS NULL AND state <> 'deleted' AND (:userId IS NULL OR user_id = :userId)`);
  const addTotals = db.write.prepare(`
    UPDATE sessions SET started_at = CASE WHEN :index = 0 THEN :startedAt ELSE started_at END, chunk_count = chunk_count + 1, size_bytes = size_bytes + :size, plain_size_bytes = plain_size_bytes + :plainSize,
      gaps = CASE WHEN :gap IS NULL THEN gaps ELSE json_insert(gaps, '$[#]', json(:gap)) END
    WHERE session_id = :sessionId`);
  const forgetSearch = db.write.prepare("DELETE FROM session_search WHERE session_id = ?");
  const addSearch = db.write.prepare("INSERT INTO session_search (session_id, name, description) VALUES (?, ?, ?)");

  const index = (id: string, name: string, description: string): void => {
    forgetSearch.run(id);
    addSearch.run(id, name, description);
  };

  const insert = db.write.transaction((record: SessionRecord) => {
    const fields = Object.keys(COLUMNS) as (keyof SessionRecord)[];
    db.write
      .prepare(
        `INSERT INTO sessions (${fields.map((field) => COLUMNS[field]).join(", ")}) VALUES (${fields.map(() => "?").join(", ")})`,
      )
      .run(...fields.map((field) => toColumn(record[field])));
    index(record.sessionId, record.name, record.description);
  });
  const update = db.write.transaction((sessionId: string, change: SessionChange, now: number) => {
    const names = Object.keys(change) as (keyof SessionChange)[];
    const columns = names.map((name) => (name === "manifest" || name === "receipt" ? name : COLUMNS[name]));
    const sets = [...columns, "updated_at"].map((column) => `${column} = ?`).join(", ");
    db.write
      .prepare(`UPDATE sessions SET ${sets} WHERE session_id = ?`)
      .run(...names.map((name) => toColumn(change[name])), now, sessionId);
    if (change.name === undefined && change.description === undefined) return;
    const row = one.get(sessionId);
    if (row) index(sessionId, String(row.name), String(row.description));
  });

  const addChunk = db.write.transaction((entry: ChunkEntry, now: number) => {
    const { session_id: sessionId, size, plain_size: plainSize } = entry;
    insertChunk.run(sessionId, entry.index, canonicalJson(entry), size, plainSize, entry.started_at_ms, entry.ended_at_ms, now);
    const times = { index: entry.index, startedAt: entry.started_at_ms };
    addTotals.run({ sessionId, size, plainSize, ...times, gap: entry.gap_before && canonicalJson(entry.gap_before) });
  });

  const begin = db.write.transaction((sessionId: string, change: SessionChange, key: NewEnvelope, now: number) => {
    update(sessionId, change, now);
    addEnvelope(sessionId, key, now);
  });

  function addEnvelope(sessionId: string, { envelope, recipients }: NewEnvelope, now: number): void {
    insertEnvelope.run(sessionId, Buffer.from(envelope), JSON.stringify(recipients), now, sessionId);
  }

  return {
    get(sessionId: string): SessionRecord | undefined {
      const row = one.get(sessionId);
      return row && toSession(row);
    },
    inStates: (states: readonly SessionState[]): SessionRecord[] => inStates.all(JSON.stringify(states)).map(toSession),
    /** Sessions that ran, or were starting, and are not sealed. At the start of a node nobody works on them. */
    leftOpen: (): SessionRecord[] => leftOpen.all().map(toSession),
    /** Sealed sessions whose anchor is not final yet. */
    unanchored: (): SessionRecord[] => unanchored.all().map(toSession),
    /** Sessions whose retention has ended. */
    expired: (now: number): SessionRecord[] => expired.all(now).map(toSession),
    list(filter: SessionFilter): { sessions: SessionRecord[]; total: number } {
      const { from, values } = selection(filter);
      const direction = filter.order === "asc" ? "ASC" : "DESC";
      const key = filter.sort === "size" ? "size_bytes" : filter.sort;
      const rows = db.read
        .prepare<unknown[], SessionColumns>(
          `SELECT ${FIELDS} ${from} ORDER BY s.${key} ${direction}, s.session_id LIMIT ? OFFSET ?`,
        )
        .all(...values, filter.limit, filter.offset);
      const counted = db.read.prepare<unknown[], { total: number }>(`SELECT count(*) AS total ${from}`).get(...values);
      return { sessions: rows.map(toSession), total: counted?.total ?? 0 };
    },
    insert(record: SessionRecord): void {
      insert(record);
    },
    update(sessionId: string, change: SessionChange, now: number): void {
      update(sessionId, change, now);
    },
    manifest: (sessionId: string): string | null => manifest.get(sessionId)?.manifest ?? null,
    receipt: (sessionId: string): string | null => manifest.get(sessionId)?.receipt ?? null,
    addChunk(entry: ChunkEntry, now: number): void {
      addChunk(entry, now);
    },
    entries: (sessionId: string): ChunkEntry[] => entries.all(sessionId).map((row) => JSON.parse(row.entry)),
    /** The same in their RFC 8785 form, as they are in the tree: at most `limit` from the index `from` on. */
    entryTexts: (sessionId: string, from: number, limit: number): string[] =>
      entryTexts.all(sessionId, from, limit).map((row) => row.entry),
    chunk(sessionId: string, chunkIndex: number): ChunkRecord | undefined {
      const row = chunkAt.get(sessionId, chunkIndex);
      return row && { entry: JSON.parse(row.entry), storedAt: row.stored_at };
    },
    chunks: (sessionId: string, limit: number, offset: number): ChunkRecord[] =>
      chunkPage.all(sessionId, limit, offset).map((row) => ({ entry: JSON.parse(row.entry), storedAt: row.stored_at })),
    envelopes: (sessionId: string): KeyEnvelopeRecord[] =>
      envelopes
        .all(sessionId)
        .map((row) => ({ envelope: row.envelope, recipients: JSON.parse(row.recipients), addedAt: row.added_at })),
    addEnvelope,
    /** What a start changes, and the first envelope of its data key: both or none. */
    begin(sessionId: string, change: SessionChange, key: NewEnvelope, now: number): void {
      begin(sessionId, change, key, now);
    },
    count: (userId: string): number => counted.get(userId)?.total ?? 0,
    /** Sessions with chunks whose anchor is in no block yet. */
    waiting: (userId: string | undefined): SessionRecord[] => waiting.all({ userId: userId ?? null }).map(toSession),
    statistics: (userId: string | undefined, since: number): SessionTotals =>
      statistics.get({ userId: userId ?? null, since }) ?? { total: 0, recordedMs: 0, size: 0, chunks: 0 },
  };
}
export type SessionRepository = ReturnType<typeof createSessionRepository>;

function selection(filter: SessionFilter): { from: string; values: unknown[] } {
  const values: unknown[] = [];
  const where = ["s.state <> 'deleted'"];
  if (filter.state === "deleted") where.pop();
  if (filter.userId !== undefined) {
    where.push("s.user_id = ?");
    values.push(filter.userId);
  }
  if (filter.state !== undefined) {
    where.push("s.state = ?");
    values.push(filter.state);
  }
  const words = filter.words?.match(/[\p{L}\p{N}-]+/gu) ?? [];
  if (words.length > 0) {
    where.push("s.session_id IN (SELECT session_id FROM session_search WHERE session_search MATCH ?)");
    values.push(words.map((word) => `"${word}"*`).join(" "));
  }
  return { from: `FROM sessions s WHERE ${where.join(" AND ")}`, values };
}
