import { commonErrors, type Person, paginate } from "@lucid/contract";
import { type Principal, requirePrincipal, type Services } from "../calls/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import type { LoginsArea } from "../logins/index.ts";
import { type Accounts, type Management, type People, toAccount, toListedAccount } from "../people/index.ts";
import type { SessionsArea } from "../sessions/index.ts";
import type { AccountActions } from "./create-account-actions.ts";
import type { AccountDeletion } from "./create-account-deletion.ts";
import type { KycDesk } from "./create-kyc-desk.ts";
import { doToMany } from "./do-to-many.ts";

export interface DirectoryDeps {
  readonly people: Pick<People, "list">;
  readonly accounts: Pick<Accounts, "find">;
  readonly management: Management;
  readonly logins: Pick<LoginsArea, "openOf">;
  readonly sessions: Pick<SessionsArea, "usageOf" | "openOf">;
  readonly actions: AccountActions;
  readonly deletion: AccountDeletion;
  readonly kyc: KycDesk;
}

/** The directory part of the contract. */
export function createDirectoryService(
  { people, accounts, management, logins, sessions, actions, deletion, kyc }: DirectoryDeps,
  steady: SteadyTime,
): Services["directory"] {
  /** @throws NOT_FOUND. */
  function personOf(userId: string, by: Principal): Person {
    const row = accounts.find(userId);
    if (!row) throw commonErrors.NOT_FOUND();
    const until = row.suspended_until;
    return {
      ...toAccount(row),
      suspension:
        row.status === "suspended"
          ? {
              reason: row.suspension_reason ?? "",
              until: until === null ? null : new Date(steady.toWall(until)).toISOString(),
            }
          : null,
      logins: logins.openOf(userId),
      sessions: { ...sessions.usageOf(userId), open: sessions.openOf(userId) },
      may: management.may(by, row),
    };
  }

  return {
    list(input) {
      const { accounts: found, total } = people.list({
        role: input.role,
        status: input.status,
        kycStatus: input.kyc_status,
        text: input.q,
        limit: input.limit,
        offset: (input.page - 1) * input.limit,
      });
      return { users: found.map(toListedAccount), pagination: paginate(input, total) };
    },
    get: (input, caller) => personOf(input.user_id, requirePrincipal(caller)),
    create(input, caller) {
      const by = requirePrincipal(caller);
      const { user_id } = management.create(by, input);
      caller.identify({ target: user_id });
      return personOf(user_id, by);
    },
    change(input, caller) {
      const by = requirePrincipal(caller);
      management.change(by, input.user_id, input);
      return personOf(input.user_id, by);
    },
    suspend(input, caller) {
      const by = requirePrincipal(caller);
      actions.suspend(by, input.user_id, input);
      return personOf(input.user_id, by);
    },
    activate(input, caller) {
      const by = requirePrincipal(caller);
      actions.activate(by, input.user_id);
      return personOf(input.user_id, by);
    },
    async endLogins(input, caller) {
      return { ended: await actions.endLogins(requirePrincipal(caller), input.user_id) };
    },
    async bulk(input, caller) {
      const { action, reason, group_id } = input;
      caller.identify({ details: { action, reason, ...(group_id === undefined ? {} : { group_id }) } });
      const results = await doToMany(actions, requirePrincipal(caller), input);
      const done = results.filter((one) => one.done).map((one) => one.user_id);
      caller.identify({ details: { action, reason, done: done.join(" "), refused: results.length - done.length } });
      return { results };
    },
    kycVerdict({ verdict, signature }, caller) {
      kyc.take(verdict, signature);
      caller.identify({ target: verdict.user_id });
      return { message: "The verdict is taken down" };
    },
    async remove(input, caller) {
      const by = requirePrincipal(caller);
      await deletion.remove(input.user_id, by.userId, () => management.demand(by, input.user_id, "delete_users"));
      return { message: "The account is deleted" };
    },
  };
}
