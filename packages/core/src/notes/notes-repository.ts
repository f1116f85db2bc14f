import type { OpenDatabase, Tables } from "@lucid/foundation";

/** A note as it is kept. Times are unix milliseconds. */
export interface NoteRow {
  readonly note_id: string;
  readonly session_id: string;
  readonly user_id: string;
  readonly text: string;
  readonly created_at: number;
  readonly changed_at: number | null;
}

export const noteTables: Tables = {
  name: "notes",
  migrations: [
    {
      id: "0001-notes",
      sql: `
        CREATE TABLE notes (
          note_id TEXT PRIMARY KEY,
          session_id TEXT NOT NULL REFERENCES sessions (session_id),
          user_id TEXT NOT NULL REFERENCES users (user_id),
          text TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          changed_at INTEGER
        ) STRICT;
        CREATE INDEX notes_by_session ON notes (session_id, created_at);`,
    },
    { id: "0002-authors", sql: "CREATE INDEX notes_by_author ON notes (user_id, created_at);" },
  ],
  watched: [{ table: "notes", topic: "notes", id: "session_id" }],
};

/** Rows of `notes`. */
export function createNotesRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const columns = "note_id, session_id, user_id, text, created_at, changed_at";
  const one = read.prepare<[string, string], NoteRow>(`SELECT ${columns} FROM notes WHERE session_id = ? AND note_id = ?`);
  const ofSession = read.prepare<[string], NoteRow>(
    `SELECT ${columns} FROM notes WHERE session_id = ? ORDER BY created_at, note_id`,
  );
  const ofAuthor = read.prepare<[string], NoteRow>(`SELECT ${columns} FROM notes WHERE user_id = ? ORDER BY created_at, note_id`);
  const counted = read.prepare<[string], { notes: number }>("SELECT count(*) AS notes FROM notes WHERE session_id = ?");
  const insert = write.prepare<[Omit<NoteRow, "changed_at">]>(`
    INSERT INTO notes (note_id, session_id, user_id, text, created_at)
    VALUES (:note_id, :session_id, :user_id, :text, :created_at)`);
  const change = write.prepare<[string, number, string]>("UPDATE notes SET text = ?, changed_at = ? WHERE note_id = ?");
  const remove = write.prepare<[string]>("DELETE FROM notes WHERE note_id = ?");
  const sessions = read.prepare<[], { session_id: string }>("SELECT DISTINCT session_id FROM notes");
  const removeOfSession = write.prepare<[string]>("DELETE FROM notes WHERE session_id = ?");

  return {
    find: (sessionId: string, noteId: string): NoteRow | undefined => one.get(sessionId, noteId),
    /** Oldest first. */
    ofSession: (sessionId: string): NoteRow[] => ofSession.all(sessionId),
    /** What one account wrote, oldest first. */
    ofAuthor: (userId: string): NoteRow[] => ofAuthor.all(userId),
    /** Sessions that somebody wrote about. */
    sessions: (): string[] => sessions.all().map(({ session_id }) => session_id),
    count: (sessionId: string): number => counted.get(sessionId)?.notes ?? 0,
    insert: (row: Omit<NoteRow, "changed_at">): void => void insert.run(row),
    change: (noteId: string, text: string, now: number): void => void change.run(text, now, noteId),
    remove: (noteId: string): void => void remove.run(noteId),
    removeOfSession: (sessionId: string): void => void removeOfSession.run(sessionId),
  };
}
export type NotesRepository = ReturnType<typeof createNotesRepository>;
