import type { ReadDb, WriteDb } from "@lucid/foundation";

/** Sealed pictures of recordings, one each. A deletion takes them along. */
export function createSessionPictures(db: { read: ReadDb; write: WriteDb }) {
  const select = db.read.prepare<[string], { sealed: Uint8Array }>("SELECT sealed FROM session_pictures WHERE session_id = ?");
  const put = db.write.prepare("INSERT OR REPLACE INTO session_pictures (session_id, sealed) VALUES (?, ?)");
  // Not `updated_at`: nothing of the recording or what is written about it has changed.
  const date = db.write.prepare("UPDATE sessions SET picture_at = ? WHERE session_id = ?");
  const replace = db.write.transaction((sessionId: string, sealed: Uint8Array, now: number) => {
    put.run(sessionId, sealed);
    date.run(now, sessionId);
  });

  return {
    picture: (sessionId: string): Uint8Array | undefined => select.get(sessionId)?.sealed,
    setPicture: (sessionId: string, sealed: Uint8Array, now: number): void => replace(sessionId, sealed, now),
  };
}
