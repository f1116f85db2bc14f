import { z } from "zod";
import { peopleErrors } from "../people/people.errors.ts";
import { commonErrors } from "../shared/common.errors.ts";
import { Nothing, procedure } from "../shared/procedure.ts";
import { Message, Pagination, Paging, UserId } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";
import { ListedAccount } from "./directory.schema.ts";
import { AccountGroup, GroupId } from "./groups.schema.ts";

const tags = ["people"];
const one = z.strictObject({ group_id: GroupId });
const member = one.extend({ user_id: UserId });
const { ALREADY_EXISTS, NOT_FOUND } = commonErrors.spec;
const { ACCOUNT_DELETED, GROUP_IN_USE, OWN_ACCOUNT, RANK_TOO_HIGH, TOO_MANY_GROUPS } = peopleErrors.spec;
/** Rules name groups: who is in one, and that there is one, decides what somebody may do, as a policy does. */
const changeMember = procedure("manage_users", {
  changes: "group",
  fresh: true,
  errors: [NOT_FOUND, OWN_ACCOUNT, RANK_TOO_HIGH, ACCOUNT_DELETED],
});

/** Named sets of accounts. */
export const groupsContract = {
  list: procedure("view_all_users")
    .route({ method: "GET", path: "/admin/groups", tags, summary: "Groups of this node, by name" })
    .input(Nothing)
    .output(z.object({ groups: z.array(AccountGroup) })),
  create: procedure("manage_users", { changes: "group", errors: [ALREADY_EXISTS, TOO_MANY_GROUPS] })
    .route({ method: "POST", path: "/admin/groups", tags, summary: "Make a group", successStatus: 201 })
    .input(z.strictObject({ name: writtenLine(1, 100), description: writtenLine(0, 500).default("") }))
    .output(AccountGroup),
  change: procedure("manage_users", { changes: "group", errors: [NOT_FOUND, ALREADY_EXISTS] })
    .route({ method: "PUT", path: "/admin/groups/{group_id}", tags, summary: "Name or describe a group anew" })
    .input(one.extend({ name: writtenLine(1, 100).optional(), description: writtenLine(0, 500).optional() }))
    .output(AccountGroup),
  remove: procedure("manage_users", { changes: "group", fresh: true, errors: [NOT_FOUND, GROUP_IN_USE] })
    .route({ method: "DELETE", path: "/admin/groups/{group_id}", tags, summary: "Remove a group; its members stay" })
    .input(one)
    .output(Message),
  members: procedure("view_all_users", { errors: [NOT_FOUND] })
    .route({
      method: "GET",
      path: "/admin/groups/{group_id}/members",
      tags,
      summary: "Who belongs to a group, the last who came first",
    })
    .input(Paging.extend(one.shape))
    .output(z.object({ users: z.array(ListedAccount), pagination: Pagination })),
  addMember: changeMember
    .route({ method: "PUT", path: "/admin/groups/{group_id}/members/{user_id}", tags, summary: "Take somebody into a group" })
    .input(member)
    .output(AccountGroup),
  removeMember: changeMember
    .route({
      method: "DELETE",
      path: "/admin/groups/{group_id}/members/{user_id}",
      tags,
      summary: "Take somebody out of a group",
    })
    .input(member)
    .output(AccountGroup),
};
