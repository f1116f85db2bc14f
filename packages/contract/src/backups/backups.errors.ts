import { z } from "zod";
import { errorCatalog } from "../shared/lucid-error.ts";

export const backupErrors = errorCatalog({
  BACKUP_NOT_SET_UP: {
    code: "LUCID_BACKUP_ERR_2401",
    status: 409,
    retryable: false,
    message: "No folder or no recipients for backups are set",
    data: z.object({ missing: z.array(z.enum(["backup_folder", "backup_recipients", "backup_identity_file"])) }),
  },
  BACKUP_RUNNING: {
    code: "LUCID_BACKUP_ERR_2402",
    status: 409,
    retryable: true,
    message: "This is being done with the backup, or waits for its turn, already",
  },
  BACKUP_NOT_RUNNING: {
    code: "LUCID_BACKUP_ERR_2403",
    status: 409,
    retryable: false,
    message: "Nothing is being done with a backup, or this waits no longer",
  },
  BACKUP_NOT_FOUND: {
    code: "LUCID_BACKUP_ERR_2404",
    status: 404,
    retryable: false,
    message: "No such backup, or it was removed",
  },
});
