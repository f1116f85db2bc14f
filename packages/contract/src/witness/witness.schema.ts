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

/** Why a witness did not cosign what it was offered. */
export const OFFER_FAULTS = [
  ...(["name", "connection", "tls", "tor", "timeout", "redirect", "status"] as const),
  /** It answers in another form; it does not know this log; what it signed does not hold. */
  ...(["answer", "unknown", "signature"] as const),
  /** It knows a larger history than this node has; it finds that this one does not go on from what it knows. */
  ...(["ahead", "conflict"] as const),
] as const;
export const OfferFault = z.enum(OFFER_FAULTS);
export type OfferFault = z.infer<typeof OfferFault>;

/** One witness of the setting network_witnesses, and what it said of this node's network. */
export const OfferedCheckpoint = z
  .object({
    url: z.string(),
    witness: z.string(),
    /** The newest checkpoint that it cosigned, by its own time, with its cosignature. */
    newest: z.object({ size: z.int().nonnegative(), seen_at: Timestamp, checkpoint: z.string() }).nullable(),
    last_failure: Timestamp.nullable(),
    /** Null where it cosigned the last time, or was not asked yet. */
    fault: OfferFault.nullable(),
  })
  .meta({ id: "OfferedCheckpoint" });
export type OfferedCheckpoint = z.infer<typeof OfferedCheckpoint>;

export const WitnessStatus = z
  .object({
    /** What others check this node's cosignatures with; null where it is no witness. */
    verifier_key: z.string().nullable(),
    /** What a witness of the network that this node is a member of needs to know it as a log; null where it is in none. */
    log_key: z.string().nullable(),
    logs: z.array(WitnessedLog),
    /** Witnesses of the network that this node is a member of. */
    offered: z.array(OfferedCheckpoint),
  })
  .meta({ id: "WitnessStatus" });
export type WitnessStatus = z.infer<typeof WitnessStatus>;
