import type { ReadDb, WriteDb } from "@lucid/foundation";
import type { TreeHead } from "@lucid/proof";

/** A tree head of a session as this node knows it. */
export interface StoredHead {
  /** Null for a size whose head was not kept. */
  readonly root: string | null;
  /** When the recording of its last chunk ended, Unix milliseconds. */
  readonly endedAt: number;
}

interface HeadColumns {
  readonly session_id: string;
  readonly root: string | null;
  readonly ended_at: number;
}

/** The rows of tree heads. */
export function createSessionHeads(db: { read: ReadDb; write: WriteDb }) {
  const insert = db.write.prepare("INSERT OR REPLACE INTO session_heads (session_id, size, root) VALUES (?, ?, ?)");
  const remove = db.write.prepare("DELETE FROM session_heads WHERE session_id = ?");
  const many = db.read.prepare<[string], HeadColumns>(`
    SELECT c.session_id, c.ended_at, h.root FROM json_each(?) asked CROSS JOIN chunks c
    LEFT JOIN session_heads h ON h.session_id = c.session_id AND h.size = c.chunk_index + 1
    WHERE c.session_id = asked.value ->> 0 AND c.chunk_index = (asked.value ->> 1) - 1`);
  return {
    addHead: ({ session_id, size, root }: TreeHead): void => void insert.run(session_id, size, root),
    removeHeads: (sessionId: string): void => void remove.run(sessionId),
    /** One head of each of several sessions, by session; one of more chunks than are stored is left out. */
    headsOf: (asked: readonly (readonly [sessionId: string, size: number])[]): ReadonlyMap<string, StoredHead> =>
      new Map(many.all(JSON.stringify(asked)).map((row) => [row.session_id, { root: row.root, endedAt: row.ended_at }])),
  };
}
