import {
  type Account,
  commonErrors,
  isTronAddress,
  loginErrors,
  type Permission,
  type Role,
  type SealedIdentity,
} from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import type { Principal } from "../calls/index.ts";
import type { Access } from "./access.ts";
import { type AccountRow, type Accounts, toAccount } from "./accounts.ts";
import type { AccountChange, AuthEvent } from "./auth.ts";
import { ROLE_RANK } from "./permissions.ts";
import type { SessionBook } from "./session-book.ts";

export interface PeopleDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly accounts: Accounts;
  readonly access: Access;
  readonly book: SessionBook;
  readonly record: (event: Omit<AuthEvent, "at_ms">) => void;
}

/** What people do with accounts: their own, and, with the right role, those of others. */
export function createPeople({ accounts, access, book, record, clock, randomness }: PeopleDeps) {
  function accountOf(principal: Principal): AccountRow {
    const row = accounts.find(principal.userId);
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
    me: (principal: Principal): Account => toAccount(accountOf(principal)),

    updateMe(principal: Principal, change: { readonly username: string }): Account {
      const holder = accounts.nameHolder(change.username);
      if (holder !== undefined && holder !== principal.userId) {
        throw commonErrors.ALREADY_EXISTS(undefined, { message: "Another account has this name" });
      }
      accounts.rename(principal.userId, change.username, clock.now());
      record({ type: "account_changed", user_id: principal.userId, actor_id: principal.userId, reason: "username" });
      return toAccount(accountOf(principal));
    },

    identity(principal: Principal): SealedIdentity | null {
      const { recipient, sealed_identity: sealed } = accountOf(principal);
      return recipient === null || sealed === null ? null : { recipient, sealed };
    },

    setIdentity(principal: Principal, identity: SealedIdentity): SealedIdentity {
      const { recipient } = accountOf(principal);
      if (recipient !== null && recipient !== identity.recipient) {
        const message = "This account has an encryption identity: recordings are wrapped to it";
        throw commonErrors.ALREADY_EXISTS(undefined, { message });
      }
      accounts.seal(principal.userId, identity, clock.now());
      record({ type: "identity_set", user_id: principal.userId, actor_id: principal.userId });
      return identity;
    },

    createUser(principal: Principal, input: { readonly tron_address: string; readonly role: Role }): Account {
      demand(principal, "manage_users");
      if (input.role !== "USER") demand(principal, "assign_roles");
      demandRank(principal, input.role);
      if (!isTronAddress(input.tron_address)) {
        throw commonErrors.INVALID_REQUEST({ issues: [{ path: "tron_address", message: "not a TRON address" }] });
      }
      if (accounts.findByAddress(input.tron_address)) throw commonErrors.ALREADY_EXISTS();
      const id = randomness.uuid();
      accounts.insert(id, input.tron_address, input.role, clock.now());
      record({
        type: "account_created",
        user_id: id,
        actor_id: principal.userId,
        tron_address: input.tron_address,
        reason: input.role,
      });
      return toAccount(mustFind(accounts, id));
    },

    changeUser(principal: Principal, userId: string, change: AccountChange): Account {
      if (change.role !== undefined) demand(principal, "assign_roles");
      if (change.status !== undefined || change.kyc_status !== undefined) demand(principal, "manage_users");
      const before = mustFind(accounts, userId);
      if (userId === principal.userId) {
        throw commonErrors.NOT_ALLOWED(undefined, { message: "Nobody changes the role or status of the own account" });
      }
      demandRank(principal, before.role);
      demandRank(principal, change.role ?? before.role);
      const after = {
        role: change.role ?? before.role,
        status: change.status ?? before.status,
        kyc_status: change.kyc_status ?? before.kyc_status,
      };
      accounts.update(userId, after, clock.now());
      access.forgetAll();
      if (after.role !== before.role || after.status !== before.status) {
        book.endAll(userId, "account_changed", { actor: principal.userId });
      }
      const reason = Object.entries(after).map(([name, value]) => `${name} ${value}`);
      record({ type: "account_changed", user_id: userId, actor_id: principal.userId, reason: reason.join(", ") });
      return toAccount(mustFind(accounts, userId));
    },
  };
}

function mustFind(accounts: Accounts, userId: string): AccountRow {
  const row = accounts.find(userId);
  if (!row) throw commonErrors.NOT_FOUND();
  return row;
}
