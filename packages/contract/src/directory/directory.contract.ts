import { z } from "zod";
import { Account } from "../people/people.schema.ts";
import { ROLES } from "../shared/permissions.ts";
import { procedure } from "../shared/procedure.ts";
import { Pagination, Paging } from "../shared/shared.schema.ts";
import { AccountText, ListedAccount } from "./directory.schema.ts";

const tags = ["people"];

/** The accounts of a node, for those who look after them. */
export const directoryContract = {
  list: procedure("view_all_users")
    .route({
      method: "GET",
      path: "/admin/users",
      tags,
      summary: "Accounts of this node, newest first",
    })
    .input(
      Paging.extend({
        role: z.enum(ROLES).optional(),
        /** Without it all but deleted accounts. */
        status: Account.shape.status.optional(),
        kyc_status: Account.shape.kyc_status.optional(),
        /** What a name, an e-mail address, an id or, from four characters on, a TRON address begins with. */
        q: AccountText.optional(),
      }),
    )
    .output(z.object({ users: z.array(ListedAccount), pagination: Pagination })),
};
