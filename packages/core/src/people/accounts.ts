import { commonErrors, type Role } from "@lucid/contract";
import type { Clock, Randomness, WriteDb } from "@lucid/foundation";
import type { AuditLog } from "../audit/index.ts";
import type { AccountRepository, AccountRow } from "./account-repository.ts";

type AccountRights = Pick<AccountRow, "role" | "status" | "kyc_status">;
/** What may be changed of an account by others than its owner. */
export type AccountChange = { readonly [Name in keyof AccountRights]?: AccountRights[Name] | undefined };

/** What somebody may do is not what it was. */
export interface RightsChanged {
  readonly userId: string;
  /** The role or the status is another one: whoever is logged in has to come in anew. */
  readonly comesInAnew: boolean;
  /** Who changed it; absent where the account did it by logging in. */
  readonly actorId?: string | undefined;
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

  function mustFind(userId: string): AccountRow {
    const account = repository.find(userId);
    if (!account) throw commonErrors.NOT_FOUND();
    return account;
  }

  function create(tronAddress: string, role: Role): AccountRow {
    const id = randomness.uuid();
    repository.insert(id, tronAddress, role, clock.now());
    return mustFind(id);
  }

  /** @throws NOT_FOUND. */
  const change = db.transaction((userId: string, rights: AccountChange, actorId?: string): AccountRow => {
    const before = mustFind(userId);
    const after = {
      role: rights.role ?? before.role,
      status: rights.status ?? before.status,
      kyc_status: rights.kyc_status ?? before.kyc_status,
    };
    repository.update(userId, after, clock.now());
    const comesInAnew = after.role !== before.role || after.status !== before.status;
    for (const listener of listeners) listener({ userId, comesInAnew, actorId });
    return mustFind(userId);
  });

  return {
    find: (userId: string): AccountRow | undefined => repository.find(userId),
    findByAddress: (tronAddress: string): AccountRow | undefined => repository.findByAddress(tronAddress),
    ownerExists: (): boolean => repository.ownerExists(),
    /** Their ids. */
    activeSuperAdmins: (): readonly string[] => repository.activeSuperAdmins(),
    loggedIn: (userId: string): void => repository.loggedIn(userId, clock.now()),
    create,
    change,
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
    /** Calls back within the transaction that changes an account, so that what follows from it is stored with it or not at all. */
    onRightsChanged(listener: (change: RightsChanged) => void): Disposable {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
  };
}
export type Accounts = ReturnType<typeof createAccounts>;
