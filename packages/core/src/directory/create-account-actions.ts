import { commonErrors, type GroupId } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import type { Principal } from "../calls/index.ts";
import type { LoginsArea } from "../logins/index.ts";
import type { GroupRepository, Management, Suspension } from "../people/index.ts";
import type { SessionsArea } from "../sessions/index.ts";

export interface AccountActionsDeps {
  readonly management: Pick<Management, "suspend" | "activate" | "demand">;
  readonly logins: Pick<LoginsArea, "endAllOf">;
  readonly sessions: Pick<SessionsArea, "endOf" | "recheckClients">;
  readonly groups: Pick<GroupRepository, "find" | "add">;
  readonly clock: Pick<Clock, "now">;
  readonly log: Pick<Logger, "error">;
}

/** What is done to one account of somebody else, whether alone or with others. */
export interface AccountActions {
  /** @throws as `Management.suspend`. */
  suspend(by: Principal, userId: string, suspension: Suspension & { readonly sessions: "end" | "keep" }): void;
  /** @throws as `Management.activate`. */
  activate(by: Principal, userId: string): void;
  /** @returns how many ended. @throws as `Management.demand`. */
  endLogins(by: Principal, userId: string): Promise<number>;
  /** @throws NOT_FOUND, and as `Management.demand`. */
  addToGroup(by: Principal, userId: string, groupId: GroupId): void;
}

export function createAccountActions(deps: AccountActionsDeps): AccountActions {
  const { management, logins, sessions, groups, clock, log } = deps;
  return {
    suspend(by, userId, { sessions: running, ...suspension }) {
      management.suspend(by, userId, suspension);
      sessions.recheckClients(userId);
      if (running === "keep") return;
      // Sealing takes its time; that nobody is in them any more does not.
      sessions
        .endOf(userId, { code: "owner-suspended", data: { text: suspension.reason.toWellFormed() } })
        .catch((error: unknown) =>
          log.error({ err: error, user_id: userId }, "sessions of a suspended account could not be ended"),
        );
    },
    activate: (by, userId) => void management.activate(by, userId),
    async endLogins(by, userId) {
      management.demand(by, userId, "force_user_logout");
      return await logins.endAllOf(userId, by.userId);
    },
    addToGroup(by, userId, groupId) {
      if (!groups.find(groupId)) throw commonErrors.NOT_FOUND();
      management.demand(by, userId, "manage_users");
      groups.add(groupId, userId, clock.now());
    },
  };
}
