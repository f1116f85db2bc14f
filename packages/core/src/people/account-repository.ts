import type { Account, AdminLabel, ListedAccount, Profile, Role, SealedIdentity, UserId } from "@lucid/contract";
import type { WriteDb } from "@lucid/foundation";
import { permissionsOf } from "./permissions.ts";

/** What of an account is for others than its owner to change. */
export type AccountRights = Pick<
  AccountRow,
  "role" | "admin_label" | "status" | "suspended_until" | "suspension_reason" | "suspension_told" | "kyc_status"
>;

export interface AccountRow {
  readonly user_id: string;
  /** Null for a deleted account. */
  readonly tron_address: string | null;
  readonly email: string | null;
  readonly username: string | null;
  readonly role: Role;
  /** Null for every role but ADMIN. */
  readonly admin_label: AdminLabel | null;
  readonly status: Account["status"];
  /** Steady time; null where nothing ends by itself. */
  readonly suspended_until: number | null;
  readonly suspension_reason: string | null;
  /** 1 where the person reads the reason as well. */
  readonly suspension_told: 0 | 1;
  readonly kyc_status: Account["kyc_status"];
  readonly recipient: string | null;
  readonly sealed_identity: string | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly last_login: number | null;
}

export const COLUMNS = `user_id, tron_address, email, username, role, admin_label, status, suspended_until, suspension_reason,
  suspension_told, kyc_status, recipient, sealed_identity, created_at, updated_at, last_login`;

/** Rows of `users`. Times are unix milliseconds. */
export function createAccountRepository(db: WriteDb) {
  const byId = db.prepare<[string], AccountRow>(`SELECT ${COLUMNS} FROM users WHERE user_id = ?`);
  const byAddress = db.prepare<[string], AccountRow>(`SELECT ${COLUMNS} FROM users WHERE tron_address = ?`);
  const byName = db.prepare<[string], { user_id: string }>("SELECT user_id FROM users WHERE username = ?");
  const owner = db.prepare<[], { user_id: string }>(
    "SELECT user_id FROM users WHERE role = 'SUPER_ADMIN' AND status <> 'deleted' LIMIT 1",
  );
  const counted = db.prepare<[], { accounts: number }>("SELECT count(*) AS accounts FROM users WHERE status <> 'deleted'");
  const activeOwners = db.prepare<[], { user_id: string }>(
    "SELECT user_id FROM users WHERE role = 'SUPER_ADMIN' AND status = 'active'",
  );
  const activeIn = db.prepare<[string], { user_id: string }>(`
    SELECT user_id FROM users
    WHERE status = 'active' AND role || ' ' || coalesce(admin_label, '') IN (SELECT value FROM json_each(?)) ORDER BY user_id`);
  const overdue = db.prepare<[number], { user_id: string }>("SELECT user_id FROM users WHERE suspended_until <= ?");
  const insert = db.prepare(`
    INSERT INTO users (user_id, tron_address, role, admin_label, status, kyc_status, created_at, updated_at)
    VALUES (:id, :address, :role, :label, 'active', 'none', :now, :now)`);
  const update = db.prepare(`
    UPDATE users SET role = :role, admin_label = :admin_label, status = :status, suspended_until = :suspended_until,
      suspension_reason = :suspension_reason, suspension_told = :suspension_told, kyc_status = :kyc_status, updated_at = :now
    WHERE user_id = :id`);
  const profile = db.prepare<[string], Profile>("SELECT username, first_name, last_name FROM users WHERE user_id = ?");
  const introduce = db.prepare(`
    UPDATE users SET username = :username, first_name = :first_name, last_name = :last_name, updated_at = :now WHERE user_id = :id`);
  const seal = db.prepare(
    "UPDATE users SET recipient = :recipient, sealed_identity = :sealed, updated_at = :now WHERE user_id = :id",
  );
  const whole = db.prepare<[string], Record<string, unknown>>("SELECT * FROM users WHERE user_id = ?");
  const erase = db.prepare(`
    UPDATE users SET tron_address = NULL, email = NULL, username = NULL, first_name = NULL, last_name = NULL, role = 'USER',
      admin_label = NULL, status = 'deleted', suspended_until = NULL, suspension_reason = NULL, suspension_told = 0, kyc_status = 'none', recipient = NULL,
      sealed_identity = NULL, last_login = NULL, updated_at = :now
    WHERE user_id = :id`);
  const byEmail = db.prepare<[string], AccountRow>(`SELECT ${COLUMNS} FROM users WHERE email = ?`);
  const setEmail = db.prepare("UPDATE users SET email = :email, updated_at = :now WHERE user_id = :id");
  const loggedIn = db.prepare("UPDATE users SET last_login = :now WHERE user_id = :id");

  return {
    find: (id: string): AccountRow | undefined => byId.get(id),
    findByAddress: (address: string): AccountRow | undefined => byAddress.get(address),
    findByEmail: (email: string): AccountRow | undefined => byEmail.get(email),
    setEmail: (id: string, email: string | null, now: number): void => void setEmail.run({ id, email, now }),
    ownerExists: (): boolean => owner.get() !== undefined,
    count: (): number => counted.get()?.accounts ?? 0,
    activeSuperAdmins: (): string[] => activeOwners.all().map(({ user_id }) => user_id),
    /** Active accounts of some standings. */
    activeIn: (standings: readonly Pick<AccountRow, "role" | "admin_label">[]): string[] =>
      activeIn
        .all(JSON.stringify(standings.map(({ role, admin_label: label }) => `${role} ${label ?? ""}`)))
        .map(({ user_id }) => user_id),
    nameHolder: (username: string): string | undefined => byName.get(username)?.user_id,
    /** Whether somebody can act as owner. */
    hasActiveOwner: (): boolean => activeOwners.get() !== undefined,
    /** Accounts whose suspension should have ended by then. Steady time. */
    overdue: (steadyMs: number): string[] => overdue.all(steadyMs).map(({ user_id }) => user_id),
    insert: (row: { id: string; address: string; role: Role; label: AdminLabel | null; now: number }): void =>
      void insert.run(row),
    update: (id: string, change: AccountRights, now: number): void => void update.run({ ...change, id, now }),
    profile: (id: string): Profile | undefined => profile.get(id),
    introduce: (id: string, names: Profile, now: number): void => void introduce.run({ ...names, id, now }),
    seal: (id: string, identity: SealedIdentity, now: number): void => void seal.run({ ...identity, id, now }),
    /** Everything of the row, for the account's own export. */
    whole: (id: string): Record<string, unknown> | undefined => whole.get(id),
    /** Leaves the id, and when the account was made and deleted. */
    erase: (id: string, now: number): void => void erase.run({ id, now }),
    loggedIn: (id: string, now: number): void => void loggedIn.run({ id, now }),
  };
}
export type AccountRepository = ReturnType<typeof createAccountRepository>;

export const toAccount = (row: AccountRow): Account => ({ ...toListedAccount(row), permissions: [...permissionsOf(row)] });

export const toListedAccount = (row: AccountRow): ListedAccount => ({
  user_id: row.user_id as UserId,
  tron_address: row.tron_address,
  username: row.username,
  role: row.role,
  admin_label: row.role === "SUPER_ADMIN" ? "super_admin" : row.admin_label,
  kyc_status: row.kyc_status,
  status: row.status,
  recipient: row.recipient,
  created_at: isoTime(row.created_at),
  updated_at: isoTime(row.updated_at),
  last_login: row.last_login === null ? null : isoTime(row.last_login),
});

const isoTime = (ms: number): string => new Date(ms).toISOString();
