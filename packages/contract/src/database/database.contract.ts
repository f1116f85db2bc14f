import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Bytes } from "../shared/shared.schema.ts";
import { databaseErrors } from "./database.errors.ts";
import { DatabaseHealth, DatabaseName, DatabaseStatistics, DataVolumes } from "./database.schema.ts";

const tags = ["database"];
const { DATABASE_NOT_FOUND, DATABASE_NOT_READ } = databaseErrors.spec;
const errors = [DATABASE_NOT_FOUND, DATABASE_NOT_READ];
const one = z.strictObject({ database: DatabaseName });

export const databaseContract = {
  health: procedure("manage_system_config", { rate: "admin", errors: [DATABASE_NOT_READ] })
    .route({
      method: "GET",
      path: "/admin/database/health",
      tags,
      summary: "Whether every database can be read now, and what the node shares with others",
    })
    .input(Nothing)
    .output(DatabaseHealth),
  statistics: procedure("manage_system_config", { rate: "admin", errors: [DATABASE_NOT_READ] })
    .route({ method: "GET", path: "/admin/database/stats", tags, summary: "Sizes, rows and indexes of every database and table" })
    .input(Nothing)
    .output(z.object({ databases: z.array(DatabaseStatistics) })),
  volumes: procedure("manage_system_config", { rate: "admin" })
    .route({ method: "GET", path: "/admin/database/volumes", tags, summary: "What takes how much room on which disk" })
    .input(Nothing)
    .output(DataVolumes),
  check: procedure("manage_system_config", { rate: "admin", isQuestion: true, errors })
    .route({ method: "POST", path: "/admin/database/check", tags, summary: "Check every page and reference of a database" })
    .input(one)
    .output(
      z.object({
        database: DatabaseName,
        /** In SQLite's words; empty when it is whole. */
        faults: z.array(z.string()),
      }),
    ),
  checkpoint: procedure("manage_system_config", { rate: "admin", errors })
    .route({ method: "POST", path: "/admin/database/checkpoint", tags, summary: "Write the write-ahead log into its database" })
    .input(one)
    .output(
      z.object({
        database: DatabaseName,
        /** False where somebody reads what is older: as much as could be was written then. */
        done: z.boolean(),
        wal_bytes_before: Bytes,
        wal_bytes_after: Bytes,
      }),
    ),
};
