import { type AdminLabel, commonErrors, type Permission, peopleErrors, type Role } from "@lucid/contract";
import type { Clock, Randomness, WriteDb } from "@lucid/foundation";
import type { AuditLog } from "../audit/index.ts";
import type { AccountRepository, AccountRights, AccountRow } from "./account-repository.ts";
import { STANDINGS, scopeOf } from "./permissions.ts";

/** What may be changed of an account by others than its owner. */
export type AccountChange = { readonly [Name in keyof AccountRights]?: AccountRights[Name] | undefined };

/** What somebody may do is not what it was. */
export interface RightsChanged {
  readonly userId: string;
  /** The role, its label or the status is another one: whoever is logged in has to come in anew. */
  readonly comesInAnew: boolean;
  /** Who changed it; absent where the account did it by logging in. */
  readonly actorId?: string | undefined;
}

/** An account was deleted: what an area keeps about the person goes as well. */
export interface Erased {
  readonly userId: string;
  /** The wallet it had. */
  readonly tronAddress: string;
}

export interface AccountsDeps {
  readonly db: WriteDb;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly repository: AccountRepository;
  readonly audit: Pick<AuditLog, "record">;
}

/** Accounts as other areas of the node know them. */
export function createAccounts({ db, clock, randomness, repository, audit }: AccountsDeps) {
  const listeners = new Set<(change: RightsChanged) => void>();
  const erasers = new Set<(erased: Erased) => void>();

  function mustFind(userId: string): AccountRow {
    const account = repository.find(userId);
    if (!account) throw commonErrors.NOT_FOUND();
    return account;
  }

  /** An ADMIN only reads until somebody says otherwise. */
  const labelOf = (role: Role, label: AdminLabel | null | undefined): AdminLabel | null =>
    role === "ADMIN" ? (label ?? "read_only") : null;

  function create(tronAddress: string, role: Role, label?: AdminLabel): AccountRow {
    const id = randomness.uuid();
    repository.insert({ id, address: tronAddress, role, label: labelOf(role, label), now: clock.now() });
    return mustFind(id);
  }

  /** A node that has an owner keeps one who can act, whoever changes whom at the same time. @throws NOT_FOUND, LAST_OWNER. */
  const change = db.transaction((userId: string, rights: AccountChange, actorId?: string): AccountRow => {
    const before = mustFind(userId);
    const role = rights.role ?? before.role;
    const status = rights.status ?? before.status;
    const { suspended_until, suspension_reason, suspension_told } = rights.status === undefined ? before : rights;
    const after: AccountRights = {
      role,
      admin_label: labelOf(role, rights.admin_label ?? before.admin_label),
      status,
      suspended_until: suspended_until ?? null,
      suspension_reason: suspension_reason ?? null,
      suspension_told: suspension_told ?? 0,
      kyc_status: rights.kyc_status ?? before.kyc_status,
    };
    repository.update(userId, after, clock.now());
    if (before.role === "SUPER_ADMIN" && !repository.hasActiveOwner()) throw peopleErrors.LAST_OWNER();
    const comesInAnew = after.role !== before.role || after.admin_label !== before.admin_label || after.status !== before.status;
    for (const listener of listeners) listener({ userId, comesInAnew, actorId });
    return mustFind(userId);
  });

  /** Erases the person, here and in every area that keeps something: all of it or nothing. @throws NOT_FOUND, ACCOUNT_DELETED, LAST_OWNER. */
  const erase = db.transaction((userId: string, actorId: string): void => {
    const { role, tron_address: tronAddress } = mustFind(userId);
    if (tronAddress === null) throw peopleErrors.ACCOUNT_DELETED();
    repository.erase(userId, clock.now());
    // They look the account up, which is deleted by now: what is kept of whoever is not active goes.
    for (const listener of listeners) listener({ userId, comesInAnew: true, actorId });
    for (const eraser of erasers) eraser({ userId, tronAddress });
    if (role === "SUPER_ADMIN" && !repository.hasActiveOwner()) throw peopleErrors.LAST_OWNER();
  });

  return {
    find: (userId: string): AccountRow | undefined => repository.find(userId),
    findByAddress: (tronAddress: string): AccountRow | undefined => repository.findByAddress(tronAddress),
    findByEmail: (email: string): AccountRow | undefined => repository.findByEmail(email),
    /** An address that its owner has shown to have; null takes it away. */
    setEmail: (userId: string, email: string | null): void => repository.setEmail(userId, email, clock.now()),
    ownerExists: (): boolean => repository.ownerExists(),
    count: (): number => repository.count(),
    /** Their ids. */
    activeSuperAdmins: (): readonly string[] => repository.activeSuperAdmins(),
    /** Ids of the active accounts whose permission reaches everybody's things. */
    holders: (permission: Permission): readonly string[] =>
      repository.activeIn(STANDINGS.filter((standing) => scopeOf(standing, permission) === "all")),
    loggedIn: (userId: string): void => repository.loggedIn(userId, clock.now()),
    create,
    change,
    erase,
    /** Lets those in again whose time is over. */
    endSuspensions(steadyMs: number): void {
      for (const userId of repository.overdue(steadyMs)) {
        change(userId, { status: "active" });
        audit.record({ action: "people.suspension_ended", outcome: "ok", target: userId });
      }
    },
    /** An account for a wallet that has proven itself and that nobody knew. */
    join(tronAddress: string, role: Role): AccountRow {
      const account = create(tronAddress, role);
      audit.record({ action: "people.account_created", outcome: role, user_id: account.user_id, target: account.user_id });
      return account;
    },
    /** The account of whoever presented the setup code. */
    makeOwner(userId: string): AccountRow {
      const account = change(userId, { role: "SUPER_ADMIN", status: "active" });
      audit.record({ action: "people.account_changed", outcome: account.role, user_id: userId, target: userId });
      return account;
    },
    /** Calls back within the transaction that deletes an account: whoever keeps something of people erases it then. */
    onErased(eraser: (erased: Erased) => void): Disposable {
      erasers.add(eraser);
      return { [Symbol.dispose]: () => void erasers.delete(eraser) };
    },
    /** Calls back within the transaction that changes an account, so that what follows from it is stored with it or not at all. */
    onRightsChanged(listener: (change: RightsChanged) => void): Disposable {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}
export type Accounts = ReturnType<typeof createAccounts>;
