import { z } from "zod";
import { peopleErrors } from "../people/people.errors.ts";
import { procedure } from "../shared/procedure.ts";
import { Message, TronAddress } from "../shared/shared.schema.ts";

const tags = ["account"];
const { ADDRESS_DIFFERS, LAST_OWNER, SESSIONS_OPEN } = peopleErrors.spec;

/** What somebody does with the own account as a whole. */
export const accountContract = {
  delete: procedure("update_own_profile", {
    changes: "account",
    fresh: true,
    errors: [ADDRESS_DIFFERS, LAST_OWNER, SESSIONS_OPEN],
  })
    .route({
      method: "POST",
      path: "/account/delete",
      tags,
      summary: "Delete your account",
      description: "As `DELETE /admin/users/{user_id}` does. The address of the wallet says which account is meant.",
    })
    .input(z.strictObject({ tron_address: TronAddress }))
    .output(Message),
};
