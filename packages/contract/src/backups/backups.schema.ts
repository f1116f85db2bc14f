import { z } from "zod";
import { AgeRecipient, Bytes, HashHex, NamedPerson, Timestamp } from "../shared/shared.schema.ts";

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

export const BackupId = z.uuid().brand<"BackupId">();
export type BackupId = z.infer<typeof BackupId>;

/** Why a backup is not there: in a word for programs; `message` of the backup says it for people. */
export const BackupFault = z.enum([
  "not-a-node",
  "running",
  "no-recipients",
  "folder-inside",
  "folder-unusable",
  "folder-full",
  "node-disk-short",
  "cancelled",
  "not-a-backup",
  "altered",
  "other-node",
  "wrong-identity",
  "not-empty",
  "interrupted",
  "failed",
]);
export type BackupFault = z.infer<typeof BackupFault>;

/** One backup that this node made or tried to make: what was measured of it, and when. */
export const Backup = z
  .object({
    backup_id: BackupId,
    /** Who began it: a person, the schedule, or an emergency action. */
    cause: z.enum(["person", "schedule", "emergency"]),
    asked_by: NamedPerson.nullable(),
    /** `removed`: older than what is kept, and taken away after a newer one was read back. */
    state: z.enum(["running", "made", "failed", "removed"]),
    fault: BackupFault.nullable(),
    /** The node's own words about the fault. */
    message: z.string().nullable(),
    started_at: Timestamp,
    ended_at: Timestamp.nullable(),
    /** Its folder on the node's machine. */
    path: z.string().nullable(),
    /** Databases, keys and documents, encrypted. */
    archive_bytes: Bytes.nullable(),
    /** Chunks of recordings that belong to it; null where they were left out. */
    chunks: Count.nullable(),
    recording_bytes: Bytes.nullable(),
    /** Of them, what no earlier backup had. */
    copied_bytes: Bytes.nullable(),
    /** Chunks that the node's rows name and whose files were missing or damaged on the node. */
    absent: Count,
    /** When every byte of it was last read back, and how many parts were not as they were signed. */
    read_back_at: Timestamp.nullable(),
    bad_parts: Count,
    /** When it was last put back into a folder that was thrown away, and what was found. */
    rehearsed_at: Timestamp.nullable(),
    rehearsal: RehearsalReport.nullable(),
  })
  .meta({ id: "Backup" });
export type Backup = z.infer<typeof Backup>;

/** Something that was asked for and waits until what is before it is done. */
export const BackupJob = z
  .object({
    job_id: z.uuid(),
    kind: z.enum(["make", "read_back", "rehearse"]),
    /** The backup that is read back or rehearsed; null for one that is to be made. */
    backup_id: BackupId.nullable(),
    cause: Backup.shape.cause,
    asked_by: NamedPerson.nullable(),
    asked_at: Timestamp,
  })
  .meta({ id: "BackupJob" });
export type BackupJob = z.infer<typeof BackupJob>;

export const BackupsState = z
  .object({
    /** What is set; `folder` and `at` are null where nothing is. */
    folder: z.string().nullable(),
    recipients: z.array(AgeRecipient),
    /** Hour and minute of the day by the node's clock at which one is made by itself. */
    at: z.string().nullable(),
    keep: Count,
    with_recordings: z.boolean(),
    /** Whether the node has an identity with which it rehearses by itself. */
    rehearses: z.boolean(),
    next_at: Timestamp.nullable(),
    /** What is being done now. */
    running: z
      .object({
        backup_id: BackupId,
        stage: z.enum(["databases", "archive", "recordings", "reading-back", "rehearsing"]),
        done_bytes: Bytes,
        total_bytes: Bytes,
      })
      .nullable(),
    /** What comes next, in this order. It outlasts the end of the node. */
    waiting: z.array(BackupJob),
    last_made_at: Timestamp.nullable(),
    last_read_back_at: Timestamp.nullable(),
    last_rehearsed_at: Timestamp.nullable(),
    /** The last fifty, newest first. */
    backups: z.array(Backup),
  })
  .meta({ id: "BackupsState" });
export type BackupsState = z.infer<typeof BackupsState>;
