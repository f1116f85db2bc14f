import { type Account, commonErrors, loginErrors, type Permission, type Role, type SealedIdentity } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { Principal } from "../calls/index.ts";
import type { AccountFilter, AccountPage } from "./account-list.ts";
import { type AccountRepository, type AccountRow, toAccount } from "./account-repository.ts";
import type { AccountChange, Accounts } from "./accounts.ts";
import { ROLE_RANK } from "./permissions.ts";

export interface PeopleDeps {
  readonly clock: Clock;
  readonly repository: AccountRepository;
  readonly accounts: Accounts;
  readonly list: (filter: AccountFilter) => AccountPage;
}

/**
 * What people do with accounts: their own, and, with the right role, those of others. Answers have the shapes of the
 * contract; expected refusals are thrown as errors of its catalogue.
 */
export interface People {
  getUser(userId: string): Account | undefined;
  /** Newest first. */
  list(filter: AccountFilter): AccountPage;
  me(principal: Principal): Account;
  /** @throws ALREADY_EXISTS when another account has the name. */
  updateMe(principal: Principal, change: { readonly username: string }): Account;
  identity(principal: Principal): SealedIdentity | null;
  /** Kept once: recordings are wrapped to it. The same recipient may be sealed anew. @throws ALREADY_EXISTS. */
  setIdentity(principal: Principal, identity: SealedIdentity): SealedIdentity;
  /** An account made in advance is an invitation. @throws PERMISSION_DENIED, ALREADY_EXISTS. */
  createUser(principal: Principal, input: { readonly tron_address: string; readonly role: Role }): Account;
  /** Ends the account's logins when its role or status changes. @throws PERMISSION_DENIED, NOT_FOUND, NOT_ALLOWED. */
  changeUser(principal: Principal, userId: string, change: AccountChange): Account;
}

export function createPeople({ accounts, repository, clock, list }: PeopleDeps): People {
  function accountOf(principal: Principal): AccountRow {
    const row = repository.find(principal.userId);
    if (!row) throw loginErrors.TOKEN_INVALID();
    return row;
  }

  function demand(principal: Principal, permission: Permission): void {
    if (!principal.permissions.has(permission)) throw loginErrors.PERMISSION_DENIED({ permission });
  }

  function demandRank(principal: Principal, role: Role): void {
    if (ROLE_RANK[role] > ROLE_RANK[principal.role]) throw loginErrors.PERMISSION_DENIED({ permission: "assign_roles" });
  }

  return {
    getUser(userId) {
      const row = repository.find(userId);
      return row && toAccount(row);
    },

    list,

    me: (principal) => toAccount(accountOf(principal)),

    updateMe(principal, change) {
      const holder = repository.nameHolder(change.username);
      if (holder !== undefined && holder !== principal.userId) {
        throw commonErrors.ALREADY_EXISTS(undefined, { message: "Another account has this name" });
      }
      repository.rename(principal.userId, change.username, clock.now());
      return toAccount(accountOf(principal));
    },

    identity(principal) {
      const { recipient, sealed_identity: sealed } = accountOf(principal);
      return recipient === null || sealed === null ? null : { recipient, sealed };
    },

    setIdentity(principal, identity) {
      const { recipient } = accountOf(principal);
      if (recipient !== null && recipient !== identity.recipient) {
        const message = "This account has an encryption identity: recordings are wrapped to it";
        throw commonErrors.ALREADY_EXISTS(undefined, { message });
      }
      repository.seal(principal.userId, identity, clock.now());
      return identity;
    },

    createUser(principal, input) {
      demand(principal, "manage_users");
      if (input.role !== "USER") demand(principal, "assign_roles");
      demandRank(principal, input.role);
      if (repository.findByAddress(input.tron_address)) throw commonErrors.ALREADY_EXISTS();
      return toAccount(accounts.create(input.tron_address, input.role));
    },

    changeUser(principal, userId, change) {
      if (change.role !== undefined) demand(principal, "assign_roles");
      if (change.status !== undefined || change.kyc_status !== undefined) demand(principal, "manage_users");
      const before = repository.find(userId);
      if (!before) throw commonErrors.NOT_FOUND();
      if (userId === principal.userId) {
        throw commonErrors.NOT_ALLOWED(undefined, { message: "Nobody changes the role or status of the own account" });
      }
      demandRank(principal, before.role);
      demandRank(principal, change.role ?? before.role);
      return toAccount(accounts.change(userId, change, principal.userId));
    },
  };
}
