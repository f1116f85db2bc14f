import { isAbsolute } from "node:path";
import { AgeRecipient } from "@lucid/contract";
import { z } from "zod";
import { settingCount, settingFlag, settingList } from "../ground/index.ts";

export const backupsSettings = {
  backup_folder: z
    .string()
    .max(4_096)
    .default("")
    .describe("folder for backups, outside of the data folder; empty: none are made"),
  backup_recipients: settingList
    .pipe(z.array(AgeRecipient).max(16))
    .default([])
    .describe("age recipients (age1...) that backups are encrypted to"),
  backup_at: z
    .string()
    .regex(/^$|^([01]\d|2[0-3]):[0-5]\d$/, "must be an hour and minute such as 02:30, or empty")
    .default("")
    .describe("time of day at which a backup is made by itself; empty: never"),
  backup_keep: settingCount(1, 1_000).default(7).describe("backups that are kept; older ones go after a newer one was read back"),
  backup_recordings: settingFlag.default(true).describe("whether the sealed recordings go into backups"),
  backup_identity_file: z
    .string()
    .max(4_096)
    .default("")
    .describe("file with an age identity with which the node rehearses restores of its backups; empty: it cannot"),
};
export type BackupsSettings = z.infer<z.ZodObject<typeof backupsSettings>>;

/** What does not fit together, in words; undefined where the settings do. */
export function backupsSettingsFault({ backup_folder, backup_identity_file }: BackupsSettings): string | undefined {
  for (const [key, path] of Object.entries({ backup_folder, backup_identity_file }))
    if (path !== "" && !isAbsolute(path)) return `${key} must be an absolute path`;
  return undefined;
}
