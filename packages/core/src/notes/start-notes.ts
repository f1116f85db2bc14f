import { SessionId } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { createNotesService, type NotesDeps } from "./create-notes-service.ts";
import { createNotesRepository, noteTables } from "./notes-repository.ts";

/** Notes on sessions: author, time and text. The search of sessions finds them; they are no part of a record. */
export function startNotes(ground: Ground, deps: NotesDeps): Area {
  const { db, changes } = ground;
  db.attach(noteTables);
  const notes = createNotesRepository(db);
  /** A recording that is deleted takes along what was written about it. */
  const follow = (sessionId: string): void => {
    if (deps.sessions.isDeleted(sessionId)) notes.removeOfSession(sessionId);
  };
  const deleting = changes.on("session", (sessionId) => {
    if (notes.count(sessionId) > 0) follow(sessionId);
  });
  // The node may have ended between the two.
  for (const sessionId of notes.sessions()) follow(sessionId);
  return {
    services: { notes: createNotesService({ ...ground, ...deps, notes }) },
    ownData: (userId) => [{ name: "notes", entries: notes.ofAuthor(userId) }],
    events: {
      notes: (sessionId, caller) =>
        deps.sessions.sees(sessionId, caller) ? { type: "notes", session_id: SessionId.parse(sessionId) } : undefined,
    },
    [Symbol.asyncDispose]: async () => deleting[Symbol.dispose](),
  };
}
