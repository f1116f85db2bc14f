import { z } from "zod";
import { HashHex, Timestamp } from "../shared/shared.schema.ts";

/** A signed checkpoint of a log that does not go on from the one this node has cosigned. */
export const WitnessConflict = z
  .object({
    /** Fork: two roots of one size, each signed. Unproven: nothing shown leads from the one before to this. */
    kind: z.enum(["fork", "unproven"]),
    size: z.int().nonnegative(),
    root: HashHex,
    seen_at: Timestamp,
    /** The log's own words, with its signature. */
    checkpoint: z.string(),
  })
  .meta({ id: "WitnessConflict" });
export type WitnessConflict = z.infer<typeof WitnessConflict>;

/** One log of the setting witness_logs. */
export const WitnessedLog = z
  .object({
    origin: z.string(),
    /** Of the newest checkpoint that was cosigned; null where there is none yet. */
    newest: z.object({ size: z.int().nonnegative(), root: HashHex, cosigned_at: Timestamp, checkpoint: z.string() }).nullable(),
    conflicts: z.array(WitnessConflict),
  })
  .meta({ id: "WitnessedLog" });
export type WitnessedLog = z.infer<typeof WitnessedLog>;

export const WitnessStatus = z
  .object({
    /** What others check this node's cosignatures with; null where it is no witness. */
    verifier_key: z.string().nullable(),
    logs: z.array(WitnessedLog),
  })
  .meta({ id: "WitnessStatus" });
export type WitnessStatus = z.infer<typeof WitnessStatus>;
