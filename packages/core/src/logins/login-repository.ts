import type { LoginSession } from "@lucid/contract";
import type { Tables, WriteDb } from "@lucid/foundation";

export type EndReason =
  | "logout"
  | "logout_all"
  | "ended_by_owner"
  | "too_many"
  | "refresh_reused"
  | "expired"
  | "account_changed"
  | "passkey_removed"
  | "ended_by_admin"
  | "second_factor_reset"
  | "ended_elsewhere";

/** How somebody came in. */
export type LoginMethod = LoginSession["method"];

export interface LoginRow {
  readonly login_session_id: string;
  readonly user_id: string;
  readonly device_info: string;
  readonly ip_address: string;
  readonly created_at: number;
  readonly last_activity: number;
  readonly ended_at: number | null;
  /** When its person last proved to be there. */
  readonly proven_at: number;
  readonly method: LoginMethod;
  /** The passkey that it came with. */
  readonly passkey_id: string | null;
  /** 1 where it came through the onion service. */
  readonly is_onion: number;
}

export interface NewLogin {
  readonly id: string;
  readonly userId: string;
  readonly device: string;
  readonly ip: string;
  readonly now: number;
  readonly method: LoginMethod;
  /** 0 where what let it in is no proof that counts as fresh. */
  readonly provenAt: number;
  readonly passkeyId: string | null;
  readonly isOnion: 0 | 1;
}

export const loginTables: Tables = {
  name: "logins",
  migrations: [
    { id: "0001-proof", sql: "ALTER TABLE login_sessions ADD COLUMN proven_at INTEGER NOT NULL DEFAULT 0;" },
    {
      id: "0002-passkeys",
      sql: `
        CREATE TABLE passkeys (
          passkey_id TEXT PRIMARY KEY,
          user_id TEXT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
          credential_id TEXT NOT NULL UNIQUE,
          rp_id TEXT NOT NULL,
          name TEXT NOT NULL,
          public_key BLOB NOT NULL,
          counter INTEGER NOT NULL,
          is_backed_up INTEGER NOT NULL CHECK (is_backed_up IN (0, 1)),
          created_at INTEGER NOT NULL,
          last_used_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX passkeys_of_user ON passkeys (user_id, created_at);
        ALTER TABLE login_sessions ADD COLUMN method TEXT NOT NULL DEFAULT 'wallet' CHECK (method IN ('wallet', 'wallet-and-code', 'passkey', 'email'));
        ALTER TABLE login_sessions ADD COLUMN passkey_id TEXT;`,
    },
    {
      id: "0003-second-factor",
      sql: `
        CREATE TABLE second_factors (
          user_id TEXT PRIMARY KEY REFERENCES users (user_id) ON DELETE CASCADE,
          sealed_secret BLOB NOT NULL,
          last_step INTEGER NOT NULL,
          enabled_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE backup_codes (
          user_id TEXT NOT NULL REFERENCES second_factors (user_id) ON DELETE CASCADE,
          code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
          PRIMARY KEY (user_id, code_hash)
        ) STRICT, WITHOUT ROWID;`,
    },
    {
      id: "0004-place",
      sql: "ALTER TABLE login_sessions ADD COLUMN is_onion INTEGER NOT NULL DEFAULT 0 CHECK (is_onion IN (0, 1));",
    },
    {
      id: "0005-successor",
      sql: `
        ALTER TABLE auth_tokens ADD COLUMN successor_hash BLOB CHECK (length(successor_hash) = 32);
        ALTER TABLE auth_tokens ADD COLUMN is_superseded INTEGER NOT NULL DEFAULT 0 CHECK (is_superseded IN (0, 1));`,
    },
  ],
  watched: [
    { table: "login_sessions", topic: "logins", id: "user_id" },
    { table: "passkeys", topic: "logins", id: "user_id" },
    { table: "second_factors", topic: "logins", id: "user_id" },
    { table: "backup_codes", topic: "logins", id: "user_id" },
  ],
};

export interface RefreshRow {
  readonly login_session_id: string;
  readonly expires_at: number;
  readonly used_at: number | null;
  /** Of the token that it was traded for last. */
  readonly successor_hash: Uint8Array | null;
  /** 1 when its answer got lost, and another took its place. */
  readonly is_superseded: number;
}

/** Rows of `login_sessions`, their refresh tokens and the revoked access tokens. Times are milliseconds of the node's steady time. */
export function createLoginRepository(db: WriteDb) {
  const columns =
    "login_session_id, user_id, device_info, ip_address, created_at, last_activity, ended_at, proven_at, method, passkey_id, is_onion";
  const byId = db.prepare<[string], LoginRow>(`SELECT ${columns} FROM login_sessions WHERE login_session_id = ?`);
  const openOf = db.prepare<[string], LoginRow>(`
    SELECT ${columns} FROM login_sessions WHERE user_id = ? AND ended_at IS NULL ORDER BY last_activity DESC`);
  const allOf = db.prepare<[string], LoginRow & { readonly end_reason: string | null }>(`
    SELECT ${columns}, end_reason FROM login_sessions WHERE user_id = ? ORDER BY created_at`);
  const openAll = db.prepare<[], LoginRow>(`SELECT ${columns} FROM login_sessions WHERE ended_at IS NULL`);
  const openCount = db.prepare<[], { logins: number }>("SELECT count(*) AS logins FROM login_sessions WHERE ended_at IS NULL");
  const loggedIn = db.prepare<[], { user_id: string }>("SELECT DISTINCT user_id FROM login_sessions WHERE ended_at IS NULL");
  const insert = db.prepare(`
    INSERT INTO login_sessions (login_session_id, user_id, device_info, ip_address, created_at, last_activity, proven_at, method, passkey_id, is_onion)
    VALUES (:id, :userId, :device, :ip, :now, :now, :provenAt, :method, :passkeyId, :isOnion)`);
  const prove = db.prepare("UPDATE login_sessions SET proven_at = :now WHERE login_session_id = :id");
  const touch = db.prepare("UPDATE login_sessions SET last_activity = max(last_activity, :now) WHERE login_session_id = :id");
  const end = db.prepare(`
    UPDATE login_sessions SET ended_at = :now, end_reason = :reason WHERE login_session_id = :id AND ended_at IS NULL`);
  const erase = db.prepare("DELETE FROM login_sessions WHERE user_id = ?");
  const forget = db.prepare("DELETE FROM login_sessions WHERE ended_at < ?");

  const insertRefresh = db.prepare(`
    INSERT INTO auth_tokens (token_hash, login_session_id, token_type, created_at, expires_at)
    VALUES (:hash, :id, 'refresh', :now, :expiresAt)`);
  const refreshByHash = db.prepare<[Uint8Array], RefreshRow>(
    "SELECT login_session_id, expires_at, used_at, successor_hash, is_superseded FROM auth_tokens WHERE token_hash = ?",
  );
  const supersede = db.prepare("UPDATE auth_tokens SET is_superseded = 1 WHERE token_hash = ?");
  const useRefresh = db.prepare(
    "UPDATE auth_tokens SET used_at = coalesce(used_at, :now), successor_hash = :successor WHERE token_hash = :hash",
  );
  const forgetRefresh = db.prepare("DELETE FROM auth_tokens WHERE expires_at < ?");

  const revoke = db.prepare("INSERT OR IGNORE INTO revoked_tokens (jti, expires_at) VALUES (:jti, :expiresAt)");
  const revoked = db.prepare<[string], { jti: string }>("SELECT jti FROM revoked_tokens WHERE jti = ?");
  const forgetRevoked = db.prepare("DELETE FROM revoked_tokens WHERE expires_at < ?");

  return {
    find: (id: string): LoginRow | undefined => byId.get(id),
    openOf: (userId: string): LoginRow[] => openOf.all(userId),
    /** Every login that is remembered, ended ones as well, oldest first. */
    allOf: (userId: string): (LoginRow & { readonly end_reason: string | null })[] => allOf.all(userId),
    openAll: (): LoginRow[] => openAll.all(),
    openCount: (): number => openCount.get()?.logins ?? 0,
    /** Accounts with an open login. */
    loggedIn: (): string[] => loggedIn.all().map(({ user_id }) => user_id),
    insert: (row: NewLogin): void => void insert.run(row),
    touch: (id: string, now: number): void => void touch.run({ id, now }),
    prove: (id: string, now: number): void => void prove.run({ id, now }),
    /** True when the login was open until now. */
    end: (id: string, reason: EndReason, now: number): boolean => end.run({ id, reason, now }).changes === 1,

    /** Forgets every login of an account, with its tokens. */
    erase: (userId: string): void => void erase.run(userId),

    addRefresh: (row: { hash: Uint8Array; id: string; now: number; expiresAt: number }): void => void insertRefresh.run(row),
    findRefresh: (hash: Uint8Array): RefreshRow | undefined => refreshByHash.get(hash),
    /** A token is used from its first trade on. */
    useRefresh: (trade: { hash: Uint8Array; successor: Uint8Array; now: number }): void => void useRefresh.run(trade),
    supersede: (hash: Uint8Array): void => void supersede.run(hash),

    revoke: (jti: string, expiresAt: number): void => void revoke.run({ jti, expiresAt }),
    isRevoked: (jti: string): boolean => revoked.get(jti) !== undefined,

    forgetBefore(now: number, endedBefore: number): void {
      forgetRefresh.run(now);
      forgetRevoked.run(now);
      forget.run(endedBefore);
    },
  };
}
export type LoginRepository = ReturnType<typeof createLoginRepository>;

export const isoTime = (ms: number): string => new Date(ms).toISOString();
