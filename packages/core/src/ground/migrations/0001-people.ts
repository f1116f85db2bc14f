import type { Migration } from "@lucid/foundation";

/**
 * Accounts, their logins and what guards them. Times are unix milliseconds. No secret is kept in the
 * clear: refresh tokens and the setup code are SHA-256 digests, the identity is sealed by its wallet.
 */
export const people: Migration = {
  id: "0001-people",
  sql: `
CREATE TABLE users (
  user_id TEXT NOT NULL,
  tron_address TEXT NOT NULL,
  email TEXT,
  username TEXT COLLATE NOCASE,
  role TEXT NOT NULL CHECK (role IN ('USER', 'NODE_OPERATOR', 'ADMIN', 'SUPER_ADMIN', 'AUDITOR')),
  status TEXT NOT NULL CHECK (status IN ('active', 'suspended')),
  kyc_status TEXT NOT NULL CHECK (kyc_status IN ('none', 'pending', 'verified', 'rejected', 'expired')),
  recipient TEXT,
  sealed_identity TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  last_login INTEGER,
  CHECK ((recipient IS NULL) = (sealed_identity IS NULL))
) STRICT;
CREATE UNIQUE INDEX users_user_id_unique ON users (user_id);
CREATE UNIQUE INDEX users_tron_address_unique ON users (tron_address);
CREATE UNIQUE INDEX users_email_unique ON users (email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX users_username_unique ON users (username) WHERE username IS NOT NULL;
CREATE INDEX users_role_index ON users (role);
CREATE INDEX users_status_index ON users (status);
CREATE INDEX users_created_at_index ON users (created_at);
CREATE INDEX users_last_login_index ON users (last_login);

CREATE TABLE login_sessions (
  login_session_id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (user_id),
  device_info TEXT NOT NULL,
  ip_address TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_activity INTEGER NOT NULL,
  ended_at INTEGER,
  end_reason TEXT,
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX login_sessions_open_index ON login_sessions (user_id, last_activity) WHERE ended_at IS NULL;
CREATE INDEX login_sessions_ended_index ON login_sessions (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE auth_tokens (
  token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
  login_session_id TEXT NOT NULL REFERENCES login_sessions (login_session_id) ON DELETE CASCADE,
  token_type TEXT NOT NULL CHECK (token_type = 'refresh'),
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX auth_tokens_login_session_index ON auth_tokens (login_session_id);
CREATE INDEX auth_tokens_expires_at_index ON auth_tokens (expires_at);

CREATE TABLE revoked_tokens (
  jti TEXT PRIMARY KEY,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX revoked_tokens_expires_at_index ON revoked_tokens (expires_at);

CREATE TABLE auth_lockouts (
  subject TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  lockouts INTEGER NOT NULL,
  locked_until INTEGER NOT NULL,
  last_failure INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX auth_lockouts_last_failure_index ON auth_lockouts (last_failure);

CREATE TABLE setup_code (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
  issued_at INTEGER NOT NULL
) STRICT;
`,
};
