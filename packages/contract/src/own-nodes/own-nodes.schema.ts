import { z } from "zod";
import { EmergencyId } from "../emergency/emergency.schema.ts";
import { HashHex, Timestamp } from "../shared/shared.schema.ts";

/** One of the nodes of an owner that share a store. */
export const OwnNode = z
  .object({
    /** Its public key. */
    node: HashHex,
    /** Name of the computer that it runs on, as it says itself. */
    name: z.string(),
    version: z.string(),
    /** The node that answers. */
    is_self: z.boolean(),
    /** When it was heard of last, by the clock of the node that answers. */
    heard_at: Timestamp,
    /** It has not been heard of for longer than a node that is there is silent. */
    away: z.boolean(),
    /** Lockdowns and disabled sessions that were in force there then. */
    holds: z.array(EmergencyId),
  })
  .meta({ id: "OwnNode" });
export type OwnNode = z.infer<typeof OwnNode>;
