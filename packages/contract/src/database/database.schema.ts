import { z } from "zod";
import { Bytes } from "../shared/shared.schema.ts";

/** A database of the node, by the name of its file in the data folder. */
export const DatabaseName = z
  .string()
  .max(120)
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._/-]*$/, "the name of a database file in the data folder");

export const DatabaseStatistics = z
  .object({
    database: DatabaseName,
    file_bytes: Bytes,
    /** What is written and not in the file yet. */
    wal_bytes: Bytes,
    /** Room in the file that nothing uses. */
    free_bytes: Bytes,
    journal_mode: z.string(),
    /** With their indexes; the largest first. */
    tables: z.array(
      z.object({
        name: z.string(),
        rows: z.int().nonnegative(),
        bytes: Bytes,
        /** What it is found by; the largest first. An expression is no column. */
        indexes: z.array(z.object({ name: z.string(), columns: z.array(z.string()), unique: z.boolean(), bytes: Bytes })),
      }),
    ),
  })
  .meta({ id: "DatabaseStatistics" });
export type DatabaseStatistics = z.infer<typeof DatabaseStatistics>;

const Looked = z.object({
  ok: z.boolean(),
  /** In the node's own words. */
  detail: z.string(),
});

export const DatabaseHealth = z
  .object({
    databases: z.array(Looked.extend({ database: DatabaseName })),
    /** Where limits, locks and open logins are counted: in this process, or in a Redis that several nodes share. */
    cache: Looked.extend({ kind: z.enum(["embedded", "redis"]) }),
  })
  .meta({ id: "DatabaseHealth" });
export type DatabaseHealth = z.infer<typeof DatabaseHealth>;

/** What the data folder holds, by kind, and the disk that it is on. */
export const DataVolumes = z
  .object({
    recordings_bytes: Bytes,
    databases: z.array(z.object({ database: DatabaseName, bytes: Bytes })),
    free_bytes: Bytes,
    total_bytes: Bytes,
    /** The disk of the folder for backups; null where none is set or it is not there. `same_disk`: what takes the node takes them too. */
    backups: z.object({ free_bytes: Bytes, total_bytes: Bytes, same_disk: z.boolean() }).nullable(),
  })
  .meta({ id: "DataVolumes" });
export type DataVolumes = z.infer<typeof DataVolumes>;
