import { z } from "zod";
import { Nothing, procedure } from "../shared/procedure.ts";
import { writtenLine } from "../shared/written-text.ts";
import { keyErrors } from "./keys.errors.ts";
import { ExchangedKey, NodeKeys } from "./keys.schema.ts";

const tags = ["keys"];
const { KEY_ABSENT, KEY_SHARED } = keyErrors.spec;

export const keysContract = {
  get: procedure("manage_system_config", { rate: "admin" })
    .route({ method: "GET", path: "/admin/keys", tags, summary: "The keys of this node; nothing secret of them" })
    .input(Nothing)
    .output(NodeKeys),
  exchange: procedure("manage_system_config", { rate: "admin", changes: "keys", fresh: true, errors: [KEY_ABSENT, KEY_SHARED] })
    .route({
      method: "POST",
      path: "/admin/keys/{key}/exchange",
      tags,
      summary: "Put a new key in the place of one, while the node runs",
      description:
        "token: access tokens of before are refused at once, and logins renew themselves unless they are to end. rdp: sessions that start from now on show a new certificate. kyc: verdicts under the old key are refused.",
    })
    .input(
      z
        .strictObject({
          key: ExchangedKey,
          reason: writtenLine(1, 500),
          /** With the key of the tokens: everybody logs in again, whoever calls as well. */
          end_logins: z.boolean().optional(),
        })
        .refine(({ key, end_logins }) => key === "token" || end_logins !== true, {
          path: ["end_logins"],
          message: "only with the key of the tokens",
        }),
    )
    .output(NodeKeys),
};
