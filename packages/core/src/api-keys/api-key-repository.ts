import type { ApiKey, Permission } from "@lucid/contract";
import type { OpenDatabase, Tables } from "@lucid/foundation";

export type KeyEnd = NonNullable<ApiKey["end_reason"]>;

/** Times are milliseconds of the node's steady time, as those of logins. */
export interface ApiKeyRow {
  readonly key_id: string;
  readonly user_id: string;
  readonly begins_with: string;
  readonly name: string;
  readonly scopes: readonly Permission[];
  readonly addresses: readonly string[];
  readonly created_at: number;
  readonly expires_at: number;
  readonly last_used_at: number | null;
  readonly last_used_from: string | null;
  readonly ended_at: number | null;
  readonly end_reason: KeyEnd | null;
}

/** Lists are kept as JSON. */
type StoredRow = Omit<ApiKeyRow, "scopes" | "addresses"> & { readonly scopes: string; readonly addresses: string };

export const apiKeyTables: Tables = {
  name: "api-keys",
  migrations: [
    {
      id: "0001-api-keys",
      sql: `
        CREATE TABLE api_keys (
          key_id TEXT PRIMARY KEY,
          user_id TEXT NOT NULL REFERENCES users (user_id) ON DELETE CASCADE,
          secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
          begins_with TEXT NOT NULL,
          name TEXT NOT NULL,
          scopes TEXT NOT NULL,
          addresses TEXT NOT NULL,
          created_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          last_used_at INTEGER,
          last_used_from TEXT,
          ended_at INTEGER,
          end_reason TEXT CHECK (end_reason IN ('revoked', 'expired', 'owner_suspended')),
          CHECK ((ended_at IS NULL) = (end_reason IS NULL))
        ) STRICT;
        CREATE INDEX api_keys_by_user ON api_keys (user_id, created_at);
        CREATE INDEX api_keys_open ON api_keys (expires_at) WHERE ended_at IS NULL;
        CREATE INDEX api_keys_ended ON api_keys (ended_at) WHERE ended_at IS NOT NULL;`,
    },
  ],
  watched: [{ table: "api_keys", topic: "api_keys", id: "user_id" }],
};

/** Rows of `api_keys`. */
export function createApiKeyRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const columns = `key_id, user_id, begins_with, name, scopes, addresses, created_at, expires_at,
    last_used_at, last_used_from, ended_at, end_reason`;
  const byHash = read.prepare<[Uint8Array], StoredRow>(`SELECT ${columns} FROM api_keys WHERE secret_hash = ?`);
  const byId = read.prepare<[string], StoredRow>(`SELECT ${columns} FROM api_keys WHERE key_id = ?`);
  const ofUser = read.prepare<[string], StoredRow>(
    `SELECT ${columns} FROM api_keys WHERE user_id = ? ORDER BY created_at DESC, key_id`,
  );
  const openOf = read.prepare<[string], { key_id: string }>("SELECT key_id FROM api_keys WHERE user_id = ? AND ended_at IS NULL");
  const due = read.prepare<[number], { key_id: string }>(
    "SELECT key_id FROM api_keys WHERE ended_at IS NULL AND expires_at <= ?",
  );
  const ending = read.prepare<[number], Pick<ApiKeyRow, "key_id" | "user_id" | "created_at" | "expires_at">>(
    "SELECT key_id, user_id, created_at, expires_at FROM api_keys WHERE ended_at IS NULL AND expires_at <= ?",
  );
  const open = read.prepare<[], { keys: number }>("SELECT count(*) AS keys FROM api_keys WHERE ended_at IS NULL");
  const insert = write.prepare(`
    INSERT INTO api_keys (key_id, user_id, secret_hash, begins_with, name, scopes, addresses, created_at, expires_at)
    VALUES (:key_id, :user_id, :secret_hash, :begins_with, :name, :scopes, :addresses, :created_at, :expires_at)`);
  const used = write.prepare("UPDATE api_keys SET last_used_at = :now, last_used_from = :from WHERE key_id = :id");
  const end = write.prepare("UPDATE api_keys SET ended_at = :now, end_reason = :reason WHERE key_id = :id AND ended_at IS NULL");
  const removeOf = write.prepare<[string]>("DELETE FROM api_keys WHERE user_id = ?");
  const forget = write.prepare<[number]>("DELETE FROM api_keys WHERE ended_at < ?");

  return {
    findByHash: (hash: Uint8Array): ApiKeyRow | undefined => fromStored(byHash.get(hash)),
    find: (keyId: string): ApiKeyRow | undefined => fromStored(byId.get(keyId)),
    /** Newest first, those that ended among them. */
    ofUser: (userId: string): ApiKeyRow[] => ofUser.all(userId).map(parsed),
    openOf: (userId: string): string[] => openOf.all(userId).map(({ key_id }) => key_id),
    /** Open, though their time is over. */
    due: (now: number): string[] => due.all(now).map(({ key_id }) => key_id),
    /** Open ones whose time is over by then. */
    ending: (until: number) => ending.all(until),
    countOpen: (): number => open.get()?.keys ?? 0,
    insert(row: ApiKeyRow, secretHash: Uint8Array): void {
      const { last_used_at: _at, last_used_from: _from, ended_at: _ended, end_reason: _reason, ...kept } = row;
      const lists = { scopes: JSON.stringify(row.scopes), addresses: JSON.stringify(row.addresses) };
      insert.run({ ...kept, ...lists, secret_hash: secretHash });
    },
    used: (id: string, from: string, now: number): void => void used.run({ id, from, now }),
    /** Whether it was open until now. */
    end: (id: string, reason: KeyEnd, now: number): boolean => end.run({ id, reason, now }).changes === 1,
    removeOf: (userId: string): void => void removeOf.run(userId),
    forgetBefore: (endedBefore: number): void => void forget.run(endedBefore),
  };
}
export type ApiKeyRepository = ReturnType<typeof createApiKeyRepository>;

const fromStored = (row: StoredRow | undefined): ApiKeyRow | undefined => row && parsed(row);

const parsed = (row: StoredRow): ApiKeyRow => ({
  ...row,
  scopes: JSON.parse(row.scopes) as Permission[],
  addresses: JSON.parse(row.addresses) as string[],
});
