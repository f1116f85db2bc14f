import { z } from "zod";
import { peopleErrors } from "../people/people.errors.ts";
import { Account } from "../people/people.schema.ts";
import { commonErrors } from "../shared/common.errors.ts";
import { ADMIN_LABELS, ROLES } from "../shared/permissions.ts";
import { procedure } from "../shared/procedure.ts";
import { HashHex, Message, Pagination, Paging, TronAddress, UserId } from "../shared/shared.schema.ts";
import { writtenLine } from "../shared/written-text.ts";
import { AccountText, BULK_ACTIONS, BulkResult, KycVerdict, ListedAccount, Person } from "./directory.schema.ts";
import { GroupId } from "./groups.schema.ts";

const tags = ["people"];
const one = z.strictObject({ user_id: UserId });
const { ALREADY_EXISTS, NOT_FOUND } = commonErrors.spec;
const { ACCOUNT_DELETED, LABEL_OF_ADMINS, LAST_OWNER, OWN_ACCOUNT, RANK_TOO_HIGH, SESSIONS_OPEN, VERDICT_REFUSED } =
  peopleErrors.spec;
/** What every change of somebody else's account can end with. */
const refusals = [NOT_FOUND, OWN_ACCOUNT, RANK_TOO_HIGH, ACCOUNT_DELETED];

const suspension = {
  /** The person reads it. */
  reason: writtenLine(1, 500),
  /** A year at most; without it until somebody lifts it. */
  hours: z.int().min(1).max(8_760).optional(),
  /** What becomes of the account's sessions that run. `keep`: they are recorded on, and nobody gets in. */
  sessions: z.enum(["end", "keep"]).default("end"),
};

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
  get: procedure("view_all_users", { errors: [NOT_FOUND] })
    .route({
      method: "GET",
      path: "/admin/users/{user_id}",
      tags,
      summary: "An account with its logins and what may be done to it",
    })
    .input(one)
    .output(Person),
  create: procedure("manage_users", { changes: "account", fresh: true, errors: [ALREADY_EXISTS, RANK_TOO_HIGH, LABEL_OF_ADMINS] })
    .route({
      method: "POST",
      path: "/users",
      tags,
      summary: "Make an account for a wallet that has not logged in yet",
      successStatus: 201,
    })
    .input(
      z.strictObject({
        tron_address: TronAddress,
        role: z.enum(ROLES).default("USER"),
        /** Of an ADMIN; `read_only` when nothing is said. */
        admin_label: z.enum(ADMIN_LABELS).optional(),
      }),
    )
    .output(Person),
  change: procedure("manage_users", { changes: "account", fresh: true, errors: [...refusals, LAST_OWNER, LABEL_OF_ADMINS] })
    .route({
      method: "PUT",
      path: "/admin/users/{user_id}",
      tags,
      summary: "Change somebody's role, admin label or KYC status",
      description:
        "A new role or label ends the account's logins. Nobody changes the own account, or gives a role above the own.",
    })
    .input(
      one.extend({
        role: z.enum(ROLES).optional(),
        admin_label: z.enum(ADMIN_LABELS).optional(),
        kyc_status: Account.shape.kyc_status.optional(),
      }),
    )
    .output(Person),
  suspend: procedure("manage_users", { changes: "account", errors: [...refusals, LAST_OWNER] })
    .route({
      method: "POST",
      path: "/admin/users/{user_id}/suspend",
      tags,
      summary: "Keep somebody out for a time, or until it is lifted",
      description:
        "Ends the account's logins, cuts its connections to desktops, and ends and seals its sessions, or keeps them running without " +
        "anybody in them. One that is suspended is so for the new reason and time.",
    })
    .input(one.extend(suspension))
    .output(Person),
  activate: procedure("manage_users", { changes: "account", errors: refusals })
    .route({ method: "POST", path: "/admin/users/{user_id}/activate", tags, summary: "Lift a suspension" })
    .input(one)
    .output(Person),
  bulk: procedure("manage_users", { changes: "account", fresh: true, errors: [NOT_FOUND] })
    .route({
      method: "POST",
      path: "/admin/users/bulk",
      tags,
      summary: "Do one thing to several accounts, each with its own result",
      description: "What is refused for one account does not keep the others from it.",
    })
    .input(
      z
        .strictObject({
          action: z.enum(BULK_ACTIONS),
          user_ids: z.array(UserId).min(1).max(100),
          reason: suspension.reason,
          /** As one suspension has them. */
          hours: suspension.hours,
          sessions: suspension.sessions.unwrap().optional(),
          group_id: GroupId.optional(),
        })
        .refine(({ action, group_id }) => (action === "add_to_group") === (group_id !== undefined), {
          path: ["group_id"],
          message: "with add_to_group, and only with it",
        })
        .refine(({ action, hours, sessions }) => action === "suspend" || (hours ?? sessions) === undefined, {
          path: ["hours"],
          message: "only with suspend",
        }),
    )
    .output(z.object({ results: z.array(BulkResult) })),
  endLogins: procedure("force_user_logout", { changes: "logins", errors: refusals })
    .route({ method: "POST", path: "/admin/users/{user_id}/logout", tags, summary: "End all logins of somebody" })
    .input(one)
    .output(z.object({ ended: z.int() })),
  kycVerdict: procedure("public", {
    rate: "login",
    changes: "account",
    errors: [VERDICT_REFUSED, NOT_FOUND, ALREADY_EXISTS, ACCOUNT_DELETED],
  })
    .route({
      method: "POST",
      path: "/webhooks/kyc",
      tags,
      summary: "Report whether a person was checked",
      description:
        "For the service that checks persons. `signature` is HMAC-SHA256, in hex, with the key in `keys/kyc.key` of the node's data, over " +
        "`lucid-kyc-verdict-1`, a line feed and the verdict as RFC 8785 JSON. A verdict counts once, within five minutes.",
    })
    .input(z.strictObject({ verdict: KycVerdict, signature: HashHex }))
    .output(Message),
  remove: procedure("delete_users", { changes: "account", fresh: true, errors: [...refusals, LAST_OWNER, SESSIONS_OPEN] })
    .route({
      method: "DELETE",
      path: "/admin/users/{user_id}",
      tags,
      summary: "Delete somebody's account",
      description:
        "Erases wallet address, names, e-mail address, logins and the sealed identity; the id stays, for what refers to it. Recordings " +
        "stay under their own retention, and nobody opens them any more who is not a recipient by another key.",
    })
    .input(one)
    .output(Message),
};
