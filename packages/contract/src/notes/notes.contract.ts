import { z } from "zod";
import { sessionErrors } from "../sessions/sessions.errors.ts";
import { procedure } from "../shared/procedure.ts";
import { Message, SessionId } from "../shared/shared.schema.ts";
import { noteErrors } from "./notes.errors.ts";
import { Note, NoteId, NoteText } from "./notes.schema.ts";

const tags = ["notes"];
const ofSession = z.strictObject({ session_id: SessionId });
const one = ofSession.extend({ note_id: NoteId });
const { SESSION_NOT_FOUND } = sessionErrors.spec;
const { NOTE_NOT_FOUND, NOTE_OF_SOMEBODY_ELSE, TOO_MANY_NOTES } = noteErrors.spec;
const changeOne = procedure("create_session", {
  changes: "notes",
  errors: [SESSION_NOT_FOUND, NOTE_NOT_FOUND, NOTE_OF_SOMEBODY_ELSE],
});

export const notesContract = {
  list: procedure("view_own_sessions", { errors: [SESSION_NOT_FOUND] })
    .route({
      method: "GET",
      path: "/sessions/{session_id}/notes",
      tags,
      summary: "What was written about a session, oldest first",
    })
    .input(ofSession)
    .output(z.object({ notes: z.array(Note) })),
  add: procedure("create_session", { changes: "notes", errors: [SESSION_NOT_FOUND, TOO_MANY_NOTES] })
    .route({
      method: "POST",
      path: "/sessions/{session_id}/notes",
      tags,
      summary: "Write a note on a session",
      successStatus: 201,
    })
    .input(ofSession.extend({ text: NoteText }))
    .output(Note),
  change: changeOne
    .route({ method: "PUT", path: "/sessions/{session_id}/notes/{note_id}", tags, summary: "Change a note of your own" })
    .input(one.extend({ text: NoteText }))
    .output(Note),
  remove: changeOne
    .route({ method: "DELETE", path: "/sessions/{session_id}/notes/{note_id}", tags, summary: "Remove a note of your own" })
    .input(one)
    .output(Message),
};
