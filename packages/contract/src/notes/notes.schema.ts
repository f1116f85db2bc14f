import { z } from "zod";
import { SessionId, Timestamp, UserId } from "../shared/shared.schema.ts";
import { writtenText } from "../shared/written-text.ts";

export const NoteId = z.uuid().brand<"NoteId">();
export type NoteId = z.infer<typeof NoteId>;

/** Longest note, in characters. */
export const MAX_NOTE_LENGTH = 4_000;
export const NoteText = writtenText(1, MAX_NOTE_LENGTH).trim().min(1);

/** What somebody wrote about a session. It is not part of the record and proves nothing. */
export const Note = z
  .object({
    note_id: NoteId,
    session_id: SessionId,
    author: z.object({ user_id: UserId, name: z.string().nullable(), tron_address: z.string() }),
    text: z.string(),
    created_at: Timestamp,
    /** Null while it is as it was written. */
    changed_at: Timestamp.nullable(),
  })
  .meta({ id: "Note" });
export type Note = z.infer<typeof Note>;
