import { z } from "zod";
import { SessionId } from "../shared/shared.schema.ts";

/** The notes on a session are not what they were. */
export const NotesEvent = z.object({ type: z.literal("notes"), session_id: SessionId });
