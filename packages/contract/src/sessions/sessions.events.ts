import { z } from "zod";
import { SessionId } from "../shared/shared.schema.ts";
import { Session } from "./sessions.schema.ts";

/** A session as it is now. */
export const SessionEvent = z.object({ type: z.literal("session"), session: Session });
/** A recording was deleted. */
export const SessionRemovedEvent = z.object({ type: z.literal("session_removed"), session_id: SessionId });
