import { z } from "zod";
import type { ErrorEntry } from "../shared/lucid-error.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { backupErrors } from "./backups.errors.ts";
import { BackupId, BackupsState } from "./backups.schema.ts";

const tags = ["backups"];
const { BACKUP_NOT_FOUND, BACKUP_NOT_RUNNING, BACKUP_NOT_SET_UP, BACKUP_RUNNING } = backupErrors.spec;

const act = (...errors: ErrorEntry[]) =>
  procedure("manage_system_config", { rate: "admin", changes: "backups", fresh: true, errors });
const one = z.strictObject({ backup_id: BackupId });

/** What takes long answers at once, and waits for its turn; how far it is stands in the state. */
export const backupsContract = {
  get: procedure("manage_system_config")
    .route({
      method: "GET",
      path: "/admin/database/backups",
      tags,
      summary: "Backups, and what was read back and rehearsed of them",
    })
    .input(Nothing)
    .output(BackupsState),
  make: act(BACKUP_NOT_SET_UP, BACKUP_RUNNING)
    .route({ method: "POST", path: "/admin/database/backups", tags, summary: "Make a backup now, and read it back" })
    .input(z.strictObject({ with_recordings: z.boolean().optional() }))
    .output(BackupsState),
  cancel: act(BACKUP_NOT_RUNNING)
    .route({
      method: "POST",
      path: "/admin/database/backups/cancel",
      tags,
      summary: "Stop what is being done with a backup, or take back what waits",
    })
    .input(z.strictObject({ job_id: z.uuid().optional() }).optional())
    .output(BackupsState),
  readBack: act(BACKUP_NOT_FOUND, BACKUP_RUNNING)
    .route({
      method: "POST",
      path: "/admin/database/backups/{backup_id}/read-back",
      tags,
      summary: "Compare every byte of a backup with what the node has signed",
    })
    .input(one)
    .output(BackupsState),
  rehearse: act(BACKUP_NOT_FOUND, BACKUP_NOT_SET_UP, BACKUP_RUNNING)
    .route({
      method: "POST",
      path: "/admin/database/backups/{backup_id}/rehearse",
      tags,
      summary: "Put a backup back into a folder that is thrown away, with the identity that the node has for that",
    })
    .input(one)
    .output(BackupsState),
};
