import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { configurationErrors } from "./configuration.errors.ts";
import { Configuration, SettingChangeId, SettingValue } from "./configuration.schema.ts";

const tags = ["configuration"];
const { CHANGE_NOT_FOUND, SETTING_CLOSED } = configurationErrors.spec;

export const configurationContract = {
  get: procedure("access_admin_dashboard")
    .route({
      method: "GET",
      path: "/admin/configuration",
      tags,
      summary: "Every setting in force, and where its value comes from",
    })
    .input(Nothing)
    .output(Configuration),
  set: procedure("manage_system_config", { changes: "configuration", fresh: true, errors: [SETTING_CLOSED] })
    .route({
      method: "PUT",
      path: "/admin/configuration",
      tags,
      summary: "Change settings while the node runs: all of them, or none",
    })
    .input(
      z.strictObject({
        /** By key; null takes back what was stored, so that the file or the default holds again. */
        settings: z
          .record(z.string().max(64), SettingValue.nullable())
          .refine((given) => Object.keys(given).length > 0, "names no setting"),
      }),
    )
    .output(Configuration),
  undo: procedure("manage_system_config", { changes: "configuration", fresh: true, errors: [CHANGE_NOT_FOUND, SETTING_CLOSED] })
    .route({
      method: "POST",
      path: "/admin/configuration/changes/{change_id}/undo",
      tags,
      summary: "Give a setting the value back that it had before a change",
    })
    .input(z.strictObject({ change_id: z.coerce.number().pipe(SettingChangeId) }))
    .output(Configuration),
};
