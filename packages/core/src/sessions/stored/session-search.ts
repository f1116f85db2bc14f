import type { ReadDb, WriteDb } from "@lucid/foundation";

/** The texts by which lists find sessions. Each area that has some writes its own under its name. */
export interface SessionSearch {
  /** From now on the session is found by the words of this text. It replaces the source's text before; a deleted recording takes none. */
  put(sessionId: string, source: string, text: string): void;
  remove(sessionId: string, source: string): void;
  /** The recording is deleted: nothing finds the session any more. */
  forget(sessionId: string): void;
}

export function createSessionSearch(db: { read: ReadDb; write: WriteDb }): SessionSearch {
  const putText = db.write.prepare(`
    INSERT INTO session_text (session_id, source, text)
    SELECT session_id, :source, :text FROM sessions WHERE session_id = :sessionId AND state <> 'deleted'
    ON CONFLICT (session_id, source) DO UPDATE SET text = excluded.text`);
  const removeText = db.write.prepare("DELETE FROM session_text WHERE session_id = ? AND source = ?");
  const removeTexts = db.write.prepare("DELETE FROM session_text WHERE session_id = ?");
  const removeDocument = db.write.prepare(
    "DELETE FROM session_search WHERE rowid = (SELECT place FROM sessions WHERE session_id = ?)",
  );
  const addDocument = db.write.prepare(`
    INSERT INTO session_search (rowid, text, owner)
    SELECT s.place, s.session_id || char(10) || group_concat(t.text, char(10)), replace(s.user_id, '-', '')
    FROM sessions s JOIN session_text t ON t.session_id = s.session_id WHERE s.session_id = ? GROUP BY s.place`);

  /** Runs a change of a session's texts, and puts its document together anew. */
  const change = db.write.transaction((sessionId: string, texts: () => void) => {
    removeDocument.run(sessionId);
    texts();
    addDocument.run(sessionId);
  });

  return {
    put: (sessionId, source, text) => change(sessionId, () => void putText.run({ sessionId, source, text })),
    remove: (sessionId, source) => change(sessionId, () => void removeText.run(sessionId, source)),
    forget: (sessionId) => change(sessionId, () => void removeTexts.run(sessionId)),
  };
}

const WORDS = /[\p{L}\p{N}-]*[\p{L}\p{N}][\p{L}\p{N}-]*/gu;

/**
 * Words of a person as a query of the index: texts that have a word beginning with each of them, of one account's
 * sessions or of all. Undefined where there is no word.
 */
export function matching(words: string, userId: string | undefined): string | undefined {
  const found = words.match(WORDS);
  if (!found) return undefined;
  const text = `text : (${found.map((word) => `"${word}"*`).join(" AND ")})`;
  return userId === undefined ? text : `${text} AND owner : "${userId.replaceAll("-", "")}"`;
}
