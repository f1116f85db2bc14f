import { z } from "zod";
import { HashHex, Timestamp } from "../shared/shared.schema.ts";

/** Why an authority gave no token that counts. */
export const STAMP_FAULTS = [
  ...(["name", "connection", "tls", "tor", "timeout", "redirect", "status", "too-large", "no-answer", "denied"] as const),
  ...(["time-token", "time-imprint", "time-nonce", "time-algorithm", "time-signature", "time-certificate"] as const),
] as const;
export const StampFault = z.enum(STAMP_FAULTS);
export type StampFault = z.infer<typeof StampFault>;

/** A token that an authority gave and that holds. */
export const TimeStamp = z
  .object({
    /** Height and hash of the block that it is over. */
    height: z.int().positive(),
    hash: HashHex,
    /** When the block existed, as the authority says, and by how much it says that it may be off. */
    stamped_at: Timestamp,
    accuracy_ms: z.int().nonnegative(),
    /** What the signer's certificate calls its holder, and the SHA-256 of the certificate. */
    signer: z.string(),
    certificate: HashHex,
    /** By how much its time was ahead of this node's clock when it came; negative where it was behind. */
    ahead_ms: z.int(),
  })
  .meta({ id: "TimeStamp" });
export type TimeStamp = z.infer<typeof TimeStamp>;

/** One authority of the setting time_authorities, and what came of asking it. */
export const TimeAuthority = z
  .object({
    url: z.string(),
    last_success: Timestamp.nullable(),
    last_failure: Timestamp.nullable(),
    /** What was wrong the last time; null where it gave a token then, or was not asked yet. */
    fault: StampFault.nullable(),
    /** Earliest time at which it is asked again by itself. */
    next_at: Timestamp.nullable(),
    stamps: z.int().nonnegative(),
    newest: TimeStamp.nullable(),
  })
  .meta({ id: "TimeAuthority" });
export type TimeAuthority = z.infer<typeof TimeAuthority>;

export const TimeStamps = z
  .object({ network: HashHex, finalized_height: z.int().nonnegative(), authorities: z.array(TimeAuthority) })
  .meta({ id: "TimeStamps" });
export type TimeStamps = z.infer<typeof TimeStamps>;
