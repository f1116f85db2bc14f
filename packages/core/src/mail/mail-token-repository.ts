import type { OpenDatabase, Tables } from "@lucid/foundation";

export type MailPurpose = "login" | "confirm";

/** A link that went out. Times are milliseconds of the node's steady time. */
export interface MailTokenRow {
  readonly user_id: string;
  readonly purpose: MailPurpose;
  readonly email: string;
  readonly created_at: number;
  readonly expires_at: number;
}

export const mailTables: Tables = {
  name: "mail",
  migrations: [
    {
      id: "0001-mail-tokens",
      sql: `
        CREATE TABLE mail_tokens (
          token_hash BLOB PRIMARY KEY CHECK (length(token_hash) = 32),
          user_id TEXT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
          purpose TEXT NOT NULL CHECK (purpose IN ('login', 'confirm')),
          email TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          used_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX mail_tokens_by_user ON mail_tokens (user_id, purpose, created_at);
        CREATE INDEX mail_tokens_by_time ON mail_tokens (created_at);`,
    },
  ],
};

/** Rows of `mail_tokens`. */
export function createMailTokenRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const columns = "user_id, purpose, email, created_at, expires_at";
  const sent = read.prepare<[string, string, number], { tokens: number }>(
    "SELECT count(*) AS tokens FROM mail_tokens WHERE user_id = ? AND purpose = ? AND created_at > ?",
  );
  const pending = read.prepare<[string, number], { email: string }>(`
    SELECT email FROM mail_tokens
    WHERE user_id = ? AND purpose = 'confirm' AND used_at IS NULL AND expires_at > ? ORDER BY created_at DESC LIMIT 1`);
  const insert = write.prepare(`
    INSERT INTO mail_tokens (token_hash, user_id, purpose, email, created_at, expires_at)
    VALUES (:hash, :user_id, :purpose, :email, :created_at, :expires_at)`);
  const take = write.prepare<[{ hash: Uint8Array; purpose: MailPurpose; now: number }], MailTokenRow>(`
    UPDATE mail_tokens SET used_at = :now
    WHERE token_hash = :hash AND purpose = :purpose AND used_at IS NULL AND expires_at > :now
    RETURNING ${columns}`);
  const removeOf = write.prepare<[string]>("DELETE FROM mail_tokens WHERE user_id = ?");
  const forget = write.prepare<[number]>("DELETE FROM mail_tokens WHERE created_at < ?");

  return {
    /** Links of one kind that an account got since a moment. */
    sentSince: (userId: string, purpose: MailPurpose, since: number): number => sent.get(userId, purpose, since)?.tokens ?? 0,
    pending: (userId: string, now: number): string | undefined => pending.get(userId, now)?.email,
    insert: (row: MailTokenRow, hash: Uint8Array): void => void insert.run({ ...row, hash }),
    /** The link, which is used up by asking; undefined when it is unknown, used or too old. */
    take: (hash: Uint8Array, purpose: MailPurpose, now: number): MailTokenRow | undefined => take.get({ hash, purpose, now }),
    removeOf: (userId: string): void => void removeOf.run(userId),
    forgetBefore: (createdBefore: number): void => void forget.run(createdBefore),
  };
}
export type MailTokenRepository = ReturnType<typeof createMailTokenRepository>;
