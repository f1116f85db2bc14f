import { z } from "zod";
import { Session } from "../sessions/sessions.schema.ts";
import { HashHex, SessionId, Timestamp } from "../shared/shared.schema.ts";

/** What a page needs to stay current, in one stream. */
export const NodeEvent = z
  .discriminatedUnion("type", [
    z.object({ type: z.literal("session"), session: Session }),
    z.object({ type: z.literal("session_removed"), session_id: SessionId }),
    z.object({
      type: z.literal("head"),
      height: z.int(),
      finalized_height: z.int(),
      hash: HashHex,
      timestamp: Timestamp,
    }),
    z.object({ type: z.literal("beat"), timestamp: Timestamp }),
  ])
  .meta({ id: "NodeEvent" });
export type NodeEvent = z.infer<typeof NodeEvent>;
