import { type Note, NoteId, noteErrors, SessionId, UserId } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import { type Caller, requirePrincipal, type Services } from "../calls/index.ts";
import type { People } from "../people/index.ts";
import type { SessionsArea } from "../sessions/index.ts";
import type { NoteRow, NotesRepository } from "./notes-repository.ts";

export interface NotesDeps {
  readonly sessions: Pick<SessionsArea, "find" | "sees" | "isDeleted" | "search">;
  readonly people: Pick<People, "getUser">;
}

/** Notes on one session: each change puts the text that is searched together from all of them. */
const MAX_NOTES = 200;

export interface NotesServiceDeps extends NotesDeps {
  readonly clock: Pick<Clock, "now">;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly notes: NotesRepository;
}

/** The notes part of the contract. Whoever sees a session reads its notes; each author changes the own ones. */
export function createNotesService({ clock, randomness, notes, sessions, people }: NotesServiceDeps): Services["notes"] {
  function shown(row: NoteRow): Note {
    const author = people.getUser(row.user_id);
    return {
      note_id: NoteId.parse(row.note_id),
      session_id: SessionId.parse(row.session_id),
      author: {
        user_id: UserId.parse(row.user_id),
        name: author?.username ?? null,
        tron_address: author?.tron_address ?? "",
      },
      text: row.text,
      created_at: new Date(row.created_at).toISOString(),
      changed_at: row.changed_at === null ? null : new Date(row.changed_at).toISOString(),
    };
  }

  /** @throws SESSION_NOT_FOUND, NOTE_NOT_FOUND. */
  function found(sessionId: string, noteId: string, caller: Caller): NoteRow {
    const row = notes.find(sessions.find(sessionId, caller).sessionId, noteId);
    if (!row) throw noteErrors.NOTE_NOT_FOUND();
    return row;
  }

  /** What is searched in is all that was written about a session. */
  function index(sessionId: string): void {
    const text = notes.ofSession(sessionId).map((row) => row.text);
    sessions.search.put(sessionId, "notes", text.join("\n"));
  }

  return {
    list(input, caller) {
      const { sessionId } = sessions.find(input.session_id, caller);
      return { notes: notes.ofSession(sessionId).map(shown) };
    },
    add(input, caller) {
      const { sessionId } = sessions.find(input.session_id, caller);
      if (notes.count(sessionId) >= MAX_NOTES) throw noteErrors.TOO_MANY_NOTES({ limit: MAX_NOTES });
      const row = {
        note_id: randomness.uuid(),
        session_id: sessionId,
        user_id: requirePrincipal(caller).userId,
        text: input.text.toWellFormed(),
        created_at: clock.now(),
      };
      notes.insert(row);
      index(sessionId);
      return shown({ ...row, changed_at: null });
    },
    change(input, caller) {
      const row = found(input.session_id, input.note_id, caller);
      if (row.user_id !== requirePrincipal(caller).userId) throw noteErrors.NOTE_OF_SOMEBODY_ELSE();
      notes.change(row.note_id, input.text.toWellFormed(), clock.now());
      index(row.session_id);
      return shown(found(input.session_id, input.note_id, caller));
    },
    remove(input, caller) {
      const row = found(input.session_id, input.note_id, caller);
      const { userId, permissions } = requirePrincipal(caller);
      if (row.user_id !== userId && !permissions.has("delete_any_session")) throw noteErrors.NOTE_OF_SOMEBODY_ELSE();
      notes.remove(row.note_id);
      index(row.session_id);
      return { message: "The note is gone" };
    },
  };
}
