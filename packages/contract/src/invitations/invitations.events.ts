import { z } from "zod";
import { InvitationId } from "./invitations.schema.ts";

/** An invitation was made, used or taken back. */
export const InvitationEvent = z.object({ type: z.literal("invitation"), invitation_id: InvitationId });
