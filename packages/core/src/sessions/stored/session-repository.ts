import type { ReadDb, WriteDb } from "@lucid/foundation";
import { createKeyEnvelopes, type NewEnvelope } from "./key-envelopes.ts";
import { createSessionHeads } from "./session-heads.ts";
import { createSessionList, type SessionFilter } from "./session-list.ts";
import { createSessionPictures } from "./session-pictures.ts";
import type { SessionChange, ShownSession } from "./session-row.ts";
import { createSessionRows } from "./session-rows.ts";
import { createSessionSearch } from "./session-search.ts";
import { createSessionTotals } from "./session-totals.ts";
import { createStoredChunks } from "./stored-chunks.ts";

/** All SQL about sessions, chunks and wrapped keys. */
export function createSessionRepository(db: { read: ReadDb; write: WriteDb }) {
  const search = createSessionSearch(db);
  const rows = createSessionRows(db, search);
  const keys = createKeyEnvelopes(db);
  const totals = createSessionTotals(db.read);
  const page = createSessionList(db.read, totals);
  const begin = db.write.transaction((sessionId: string, change: SessionChange, key: NewEnvelope, now: number) => {
    rows.update(sessionId, change, now);
    keys.addEnvelope(sessionId, key, now);
  });

  return {
    ...rows,
    ...createStoredChunks(db),
    ...createSessionHeads(db),
    ...createSessionPictures(db),
    ...keys,
    ...totals,
    search,
    list(filter: SessionFilter): { sessions: ShownSession[]; total: number } {
      const { places, total } = page(filter);
      return { sessions: rows.at(places), total };
    },
    /** What a start changes, and the first envelope of its data key: both or none. */
    begin: (sessionId: string, change: SessionChange, key: NewEnvelope, now: number): void => begin(sessionId, change, key, now),
  };
}
export type SessionRepository = ReturnType<typeof createSessionRepository>;
