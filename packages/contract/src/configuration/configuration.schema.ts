import { z } from "zod";
import { NamedPerson, Timestamp } from "../shared/shared.schema.ts";

/** As it stands in `lucid.config.json`. */
export const SettingValue = z.union([z.string().max(4_096), z.number(), z.boolean(), z.array(z.string().max(1_024)).max(256)]);
export type SettingValue = z.infer<typeof SettingValue>;

/** One setting of the node as it is in force. */
export const Setting = z
  .object({
    key: z.string(),
    description: z.string(),
    value: SettingValue,
    default: SettingValue.nullable(),
    /** All that it can be, where that is a choice of few. */
    choices: z.array(z.string()).nullable(),
    /** Where the value comes from; the first of these that says something wins. `stored` is what was set while the node ran. */
    source: z.enum(["flag", "environment", "stored", "file", "default"]),
    /** Why it cannot be changed while the node runs; null where it can. `fixed`: a flag or the environment says it. */
    closed: z.enum(["fixed", "restart", "new-network", "new-folder"]).nullable(),
  })
  .meta({ id: "Setting" });
export type Setting = z.infer<typeof Setting>;

export const SettingChangeId = z.int().min(1).brand<"SettingChangeId">();

/** One setting that somebody changed. */
export const SettingChange = z
  .object({
    change_id: SettingChangeId,
    key: z.string(),
    /** What was stored before; null where nothing was. */
    before: SettingValue.nullable(),
    after: SettingValue.nullable(),
    by: NamedPerson,
    at: Timestamp,
  })
  .meta({ id: "SettingChange" });
export type SettingChange = z.infer<typeof SettingChange>;

export const Configuration = z
  .object({
    settings: z.array(Setting),
    /** The last hundred changes, newest first. */
    changes: z.array(SettingChange),
  })
  .meta({ id: "Configuration" });
export type Configuration = z.infer<typeof Configuration>;
