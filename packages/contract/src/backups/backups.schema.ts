import { z } from "zod";
import { Bytes, HashHex } from "../shared/shared.schema.ts";

const Count = z.int().nonnegative();

/** What was looked at in a node that was put back from a backup into a folder of its own, and thrown away again. */
export const RehearsalReport = z
  .object({
    /** Databases that opened, by SQLite's own check of every page and every reference. */
    databases: z.array(z.string()),
    people: Count,
    sessions: Count,
    chain: z.object({
      network: HashHex,
      /** Blocks that were checked by all rules, from the genesis document on. */
      blocks: Count,
    }),
    /** Entries of the audit log, each of which goes on from the one before. */
    audit_entries: Count,
    recordings: z.object({
      /** Chunks that the restored rows name, and those of them that the backup does not hold. */
      chunks: Count,
      absent: Count,
      /** Sealed recordings with a final anchor; of a sample bundles were made and verified. */
      provable: Count,
      verified: z.array(z.string()),
      verified_bytes: Bytes,
    }),
    /** What was wrong, in words; empty when nothing was. */
    faults: z.array(z.string()),
  })
  .meta({ id: "RehearsalReport" });
export type RehearsalReport = z.infer<typeof RehearsalReport>;
