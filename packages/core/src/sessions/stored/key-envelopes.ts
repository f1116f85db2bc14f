import type { ReadDb, WriteDb } from "@lucid/foundation";
import type { KeyEnvelopeRecord } from "./session-row.ts";

export type NewEnvelope = Pick<KeyEnvelopeRecord, "envelope" | "recipients">;

/** The wrapped data keys of sessions, oldest first. */
export function createKeyEnvelopes(db: { read: ReadDb; write: WriteDb }) {
  const all = db.read.prepare<[string], { envelope: Uint8Array; recipients: string; added_at: number }>(
    "SELECT envelope, recipients, added_at FROM session_keys WHERE session_id = ? ORDER BY position",
  );
  const insert = db.write.prepare(`
    INSERT INTO session_keys (session_id, position, envelope, recipients, added_at)
    SELECT ?, count(*), ?, ?, ? FROM session_keys WHERE session_id = ?`);

  return {
    envelopes: (sessionId: string): KeyEnvelopeRecord[] =>
      all.all(sessionId).map((row) => ({
        envelope: row.envelope,
        recipients: JSON.parse(row.recipients),
        addedAt: row.added_at,
      })),
    addEnvelope(sessionId: string, { envelope, recipients }: NewEnvelope, now: number): void {
      insert.run(sessionId, Buffer.from(envelope), JSON.stringify(recipients), now, sessionId);
    },
  };
}
