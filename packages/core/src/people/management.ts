import {
  type Account,
  type AdminLabel,
  commonErrors,
  loginErrors,
  type Permission,
  type Person,
  peopleErrors,
  ROLES,
  type Role,
} from "@lucid/contract";
import type { WriteDb } from "@lucid/foundation";
import type { Principal } from "../calls/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import type { AccountRepository, AccountRow } from "./account-repository.ts";
import type { Accounts } from "./accounts.ts";
import { permissionsOf, ROLE_RANK } from "./permissions.ts";

export interface ManagementDeps {
  readonly db: WriteDb;
  readonly steady: SteadyTime;
  readonly repository: Pick<AccountRepository, "find" | "findByAddress">;
  readonly accounts: Accounts;
}

export interface ManagedChange {
  readonly role?: Role | undefined;
  readonly admin_label?: AdminLabel | undefined;
  readonly kyc_status?: Account["kyc_status"] | undefined;
}

export interface Suspension {
  /** The person reads it. */
  readonly reason: string;
  /** Undefined: until somebody lifts it. */
  readonly hours?: number | undefined;
}

/**
 * What somebody does with the accounts of others. Every rule about who may do what to whom is here: nobody changes the own
 * account, touches one of a higher rank or gives a rank above the own. Whoever acts is looked up within the transaction:
 * of two owners who take the role from each other at the same time one comes too late.
 */
export interface Management {
  /** @throws PERMISSION_DENIED, ALREADY_EXISTS. */
  create(
    by: Principal,
    input: { readonly tron_address: string; readonly role: Role; readonly admin_label?: AdminLabel | undefined },
  ): AccountRow;
  /** Ends the account's logins when its role changes. @throws PERMISSION_DENIED, NOT_FOUND, NOT_ALLOWED, LAST_OWNER. */
  change(by: Principal, userId: string, change: ManagedChange): AccountRow;
  /** Ends the account's logins. One that is suspended is so for the new reason and time. @throws as `change`. */
  suspend(by: Principal, userId: string, suspension: Suspension): AccountRow;
  /** @throws PERMISSION_DENIED, NOT_FOUND, NOT_ALLOWED. */
  activate(by: Principal, userId: string): AccountRow;
  /** What somebody may do to an account, and the roles that one may give. */
  may(by: Principal, target: AccountRow): Person["may"];
  /** Whether somebody may do something to an account that exists. @throws PERMISSION_DENIED, NOT_FOUND, NOT_ALLOWED. */
  demand(by: Principal, userId: string, permission: Permission): AccountRow;
}

const HOUR_MS = 3_600_000;

const ACTIONS = [
  { action: "change", needs: "manage_users" },
  { action: "suspend", needs: "manage_users" },
  { action: "activate", needs: "manage_users" },
  { action: "end_logins", needs: "force_user_logout" },
  { action: "delete", needs: "delete_users" },
] as const satisfies readonly { readonly action: Person["may"]["actions"][number]; readonly needs: Permission }[];

export function createManagement({ db, steady, repository, accounts }: ManagementDeps): Management {
  /** As the account is now: its token may be from before it was changed. */
  function actorOf(by: Principal, permission: Permission): AccountRow {
    const actor = repository.find(by.userId);
    if (actor?.status !== "active") throw loginErrors.TOKEN_INVALID();
    if (!permissionsOf(actor).has(permission)) throw loginErrors.PERMISSION_DENIED({ permission });
    return actor;
  }

  function demandRank(actor: AccountRow, role: Role): void {
    if (ROLE_RANK[role] > ROLE_RANK[actor.role]) throw peopleErrors.RANK_TOO_HIGH({ role });
  }

  function demand(by: Principal, userId: string, permission: Permission): AccountRow {
    const actor = actorOf(by, permission);
    const target = repository.find(userId);
    if (!target) throw commonErrors.NOT_FOUND();
    if (userId === actor.user_id) throw peopleErrors.OWN_ACCOUNT();
    if (target.status === "deleted") throw peopleErrors.ACCOUNT_DELETED();
    demandRank(actor, target.role);
    return target;
  }

  const reaches = (actor: AccountRow, target: AccountRow): boolean =>
    target.user_id !== actor.user_id && target.status !== "deleted" && ROLE_RANK[target.role] <= ROLE_RANK[actor.role];

  return {
    demand,
    may(by, target) {
      const actor = repository.find(by.userId);
      if (actor?.status !== "active" || !reaches(actor, target)) return { actions: [], roles: [] };
      const holds = permissionsOf(actor);
      const actions = ACTIONS.filter(
        ({ action, needs }) => holds.has(needs) && (action !== "activate" || target.status === "suspended"),
      ).map(({ action }) => action);
      const roles = holds.has("assign_roles") ? ROLES.filter((role) => ROLE_RANK[role] <= ROLE_RANK[actor.role]) : [];
      return { actions, roles };
    },
    create: db.transaction((by, input) => {
      const actor = actorOf(by, input.role === "USER" ? "manage_users" : "assign_roles");
      demandRank(actor, input.role);
      if (input.admin_label !== undefined && input.role !== "ADMIN") throw peopleErrors.LABEL_OF_ADMINS();
      if (repository.findByAddress(input.tron_address)) throw commonErrors.ALREADY_EXISTS();
      return accounts.create(input.tron_address, input.role, input.admin_label);
    }),
    change: db.transaction((by, userId, { role, admin_label, kyc_status }) => {
      const target = demand(by, userId, "manage_users");
      if (role !== undefined || admin_label !== undefined) demandRank(actorOf(by, "assign_roles"), role ?? target.role);
      if (admin_label !== undefined && (role ?? target.role) !== "ADMIN") throw peopleErrors.LABEL_OF_ADMINS();
      return accounts.change(userId, { role, admin_label, kyc_status }, by.userId);
    }),
    suspend: db.transaction((by, userId, { reason, hours }) => {
      demand(by, userId, "manage_users");
      const until = hours === undefined ? null : steady.now() + hours * HOUR_MS;
      const suspension = { suspended_until: until, suspension_reason: reason, suspension_told: 1 } as const;
      return accounts.change(userId, { status: "suspended", ...suspension }, by.userId);
    }),
    activate: db.transaction((by, userId) => {
      demand(by, userId, "manage_users");
      return accounts.change(userId, { status: "active" }, by.userId);
    }),
  };
}
