import type { ReadDb, WriteDb } from "@lucid/foundation";
import { type ChunkEntry, canonicalJson } from "@lucid/proof";
import type { ChunkRecord } from "./session-row.ts";

interface ChunkColumns {
  readonly entry: string;
  readonly stored_at: number;
}

/** The rows of chunks. A session's sums and gaps change with them. */
export function createStoredChunks(db: { read: ReadDb; write: WriteDb }) {
  const select = <Bind extends unknown[]>(rest: string) =>
    db.read.prepare<Bind, ChunkColumns>(`SELECT entry, stored_at FROM chunks WHERE session_id = ? ${rest}`);
  const all = select<[string]>("ORDER BY chunk_index");
  const from = select<[string, number, number]>("AND chunk_index >= ? ORDER BY chunk_index LIMIT ?");
  const at = select<[string, number]>("AND chunk_index = ?");
  const insert = db.write.prepare(`
    INSERT INTO chunks (session_id, chunk_index, entry, size_bytes, plain_size_bytes, started_at, ended_at, stored_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const addTotals = db.write.prepare(`
    UPDATE sessions SET started_at = CASE WHEN :index = 0 THEN :startedAt ELSE started_at END,
      chunk_count = chunk_count + 1, size_bytes = size_bytes + :size, plain_size_bytes = plain_size_bytes + :plainSize,
      gaps = CASE WHEN :gap IS NULL THEN gaps ELSE json_insert(gaps, '$[#]', json(:gap)) END
    WHERE session_id = :sessionId AND manifest_hash IS NULL AND state NOT IN ('failed', 'cancelled', 'deleted')`);
  const plan = db.write.prepare("INSERT OR REPLACE INTO planned_chunks (session_id, entry) VALUES (?, ?)");
  const plannedOf = db.read.prepare<[string], Pick<ChunkColumns, "entry">>(
    "SELECT entry FROM planned_chunks WHERE session_id = ?",
  );
  const forget = db.write.prepare("DELETE FROM planned_chunks WHERE session_id = ?");
  const add = db.write.transaction((entry: ChunkEntry, now: number) => {
    const { session_id: sessionId, size, plain_size: plainSize } = entry;
    insert.run(sessionId, entry.index, canonicalJson(entry), size, plainSize, entry.started_at_ms, entry.ended_at_ms, now);
    const times = { index: entry.index, startedAt: entry.started_at_ms };
    const added = addTotals.run({
      sessionId,
      size,
      plainSize,
      ...times,
      gap: entry.gap_before && canonicalJson(entry.gap_before),
    });
    if (added.changes === 0) throw new Error(`Session ${sessionId} takes no more chunks`);
    forget.run(sessionId);
  });

  return {
    /** @throws when the session is sealed or given up: nothing joins it any more. */
    addChunk: (entry: ChunkEntry, now: number): void => add(entry, now),
    /** Notes what the session's next chunk will be, before its file is written. */
    planChunk: (entry: ChunkEntry): void => void plan.run(entry.session_id, canonicalJson(entry)),
    /** The chunk that was planned last and has no row. */
    plannedChunk(sessionId: string): ChunkEntry | undefined {
      const row = plannedOf.get(sessionId);
      return row && JSON.parse(row.entry);
    },
    forgetPlanned: (sessionId: string): void => void forget.run(sessionId),
    entries: (sessionId: string): ChunkEntry[] => all.all(sessionId).map((row) => JSON.parse(row.entry)),
    /** The same in their RFC 8785 form, as they are in the tree: at most `limit` from the index `first` on. */
    entryTexts: (sessionId: string, first: number, limit: number): string[] =>
      from.all(sessionId, first, limit).map((row) => row.entry),
    chunk(sessionId: string, chunkIndex: number): ChunkRecord | undefined {
      const row = at.get(sessionId, chunkIndex);
      return row && toChunk(row);
    },
    chunks: (sessionId: string, limit: number, first: number): ChunkRecord[] => from.all(sessionId, first, limit).map(toChunk),
  };
}

const toChunk = (row: ChunkColumns): ChunkRecord => ({ entry: JSON.parse(row.entry), storedAt: row.stored_at });
