import type { Migration } from "@lucid/foundation";

const OLD =
  "user_id, tron_address, email, username, role, status, kyc_status, recipient, sealed_identity, created_at, updated_at, last_login";

/**
 * Accounts that can be found among 100 000, have an end of their suspension, and can be deleted: then only the id is left, for what
 * refers to it. Every filter of the list has an index in the order of the list, and the counts are kept with the rows, so
 * that no list counts. `suspended_until` is in milliseconds of the node's steady time. Who was ADMIN before there were
 * labels keeps what that allowed.
 */
export const directory: Migration = {
  id: "0001-directory",
  rebuilds: true,
  sql: `
CREATE TABLE users_anew (
  user_id TEXT NOT NULL,
  tron_address TEXT,
  email TEXT,
  username TEXT COLLATE NOCASE,
  first_name TEXT,
  last_name TEXT,
  role TEXT NOT NULL CHECK (role IN ('USER', 'NODE_OPERATOR', 'ADMIN', 'SUPER_ADMIN', 'AUDITOR')),
  admin_label TEXT CHECK (admin_label IN ('admin', 'operator', 'read_only')),
  status TEXT NOT NULL CHECK (status IN ('active', 'suspended', 'deleted')),
  suspended_until INTEGER,
  suspension_reason TEXT,
  kyc_status TEXT NOT NULL CHECK (kyc_status IN ('none', 'pending', 'verified', 'rejected', 'expired')),
  recipient TEXT,
  sealed_identity TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  last_login INTEGER,
  CHECK ((recipient IS NULL) = (sealed_identity IS NULL)),
  CHECK ((role = 'ADMIN') = (admin_label IS NOT NULL)),
  CHECK ((status = 'suspended') OR (suspended_until IS NULL AND suspension_reason IS NULL)),
  CHECK ((status = 'deleted') = (tron_address IS NULL)),
  CHECK (status <> 'deleted' OR coalesce(email, username, first_name, last_name, recipient, sealed_identity) IS NULL)
) STRICT;
INSERT INTO users_anew (${OLD}, admin_label)
  SELECT ${OLD}, CASE role WHEN 'ADMIN' THEN 'admin' END FROM users;
DROP TABLE users;
ALTER TABLE users_anew RENAME TO users;
CREATE UNIQUE INDEX users_user_id_unique ON users (user_id);
CREATE UNIQUE INDEX users_tron_address_unique ON users (tron_address);
CREATE UNIQUE INDEX users_email_unique ON users (email) WHERE email IS NOT NULL;
CREATE UNIQUE INDEX users_username_unique ON users (username) WHERE username IS NOT NULL;
CREATE INDEX users_created_at_index ON users (created_at) WHERE status <> 'deleted';
CREATE INDEX users_role_index ON users (role, created_at) WHERE status <> 'deleted';
CREATE INDEX users_kyc_status_index ON users (kyc_status, created_at) WHERE status <> 'deleted';
CREATE INDEX users_status_index ON users (status, created_at);
CREATE INDEX users_last_login_index ON users (last_login);
CREATE INDEX users_suspended_until_index ON users (suspended_until) WHERE suspended_until IS NOT NULL;

CREATE TABLE account_counts (
  role TEXT NOT NULL,
  status TEXT NOT NULL,
  kyc_status TEXT NOT NULL,
  accounts INTEGER NOT NULL,
  PRIMARY KEY (role, status, kyc_status)
) STRICT, WITHOUT ROWID;
INSERT INTO account_counts SELECT role, status, kyc_status, count(*) FROM users GROUP BY role, status, kyc_status;
CREATE TRIGGER users_counted_in AFTER INSERT ON users BEGIN
  INSERT INTO account_counts VALUES (NEW.role, NEW.status, NEW.kyc_status, 1) ON CONFLICT DO UPDATE SET accounts = accounts + 1;
END;
CREATE TRIGGER users_counted_anew AFTER UPDATE OF role, status, kyc_status ON users BEGIN
  UPDATE account_counts SET accounts = accounts - 1
    WHERE role = OLD.role AND status = OLD.status AND kyc_status = OLD.kyc_status;
  INSERT INTO account_counts VALUES (NEW.role, NEW.status, NEW.kyc_status, 1) ON CONFLICT DO UPDATE SET accounts = accounts + 1;
END;
`,
};
