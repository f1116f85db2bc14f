import type { Invitation, Role } from "@lucid/contract";
import type { OpenDatabase, Tables } from "@lucid/foundation";
import { GIVERS } from "./who-may-give.ts";

/** Times are milliseconds of the node's steady time. */
export interface InvitationRow {
  readonly invitation_id: string;
  readonly label: string;
  readonly role: Role;
  readonly created_by: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly max_uses: number;
  readonly uses: number;
  readonly revoked_at: number | null;
  /** An invitation is worth what its maker may still give. */
  readonly state: Invitation["state"];
}

/** What of the list is wanted. */
export interface WantedInvitations {
  readonly state?: Invitation["state"] | undefined;
  readonly role?: Role | undefined;
  /** A part of the label; of letters a to z it does not matter which case they have. */
  readonly q?: string | undefined;
}

/** How somebody came to be an account. */
type CameBy = Pick<InvitationRow, "invitation_id" | "label" | "role"> & { readonly used_at: number };

export const invitationTables: Tables = {
  name: "invitations",
  migrations: [
    {
      id: "0001-invitations",
      sql: `
        CREATE TABLE invitations (
          invitation_id TEXT PRIMARY KEY,
          secret_hash BLOB NOT NULL UNIQUE CHECK (length(secret_hash) = 32),
          label TEXT NOT NULL,
          role TEXT NOT NULL,
          created_by TEXT NOT NULL REFERENCES users (user_id),
          created_at INTEGER NOT NULL,
          expires_at INTEGER NOT NULL,
          max_uses INTEGER NOT NULL CHECK (max_uses > 0),
          uses INTEGER NOT NULL DEFAULT 0 CHECK (uses <= max_uses),
          revoked_at INTEGER
        ) STRICT;
        CREATE INDEX invitations_by_time ON invitations (created_at);
        CREATE INDEX invitations_by_end ON invitations (expires_at);
        CREATE TABLE invitation_uses (
          invitation_id TEXT NOT NULL REFERENCES invitations (invitation_id) ON DELETE CASCADE,
          user_id TEXT NOT NULL REFERENCES users (user_id),
          used_at INTEGER NOT NULL,
          PRIMARY KEY (invitation_id, user_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX invitation_uses_by_user ON invitation_uses (user_id);`,
    },
  ],
  watched: [{ table: "invitations", topic: "invitation", id: "invitation_id" }],
};

/** Rows of `invitations` and of who came by them. */
export function createInvitationRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const state = `CASE WHEN uses >= max_uses THEN 'used' WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= :now THEN 'expired'
    WHEN EXISTS (SELECT 1 FROM users u WHERE u.user_id = created_by AND u.status = 'active'
      AND i.role || ' ' || u.role || ' ' || coalesce(u.admin_label, '') IN (SELECT value FROM json_each('${GIVERS}'))) THEN 'open'
    ELSE 'revoked' END`;
  const rows = `SELECT invitation_id, label, role, created_by, created_at, expires_at, max_uses, uses, revoked_at, ${state} AS state FROM invitations i`;
  const filter = `WHERE (:state IS NULL OR state = :state) AND (:role IS NULL OR role = :role)
    AND (:q IS NULL OR instr(lower(label), lower(:q)) > 0)`;
  const byHash = read.prepare<[{ hash: Uint8Array; now: number }], InvitationRow>(`${rows} WHERE secret_hash = :hash`);
  const byId = read.prepare<[{ id: string; now: number }], InvitationRow>(`${rows} WHERE invitation_id = :id`);
  const page = read.prepare<[object], InvitationRow>(
    `SELECT * FROM (${rows}) ${filter} ORDER BY created_at DESC, invitation_id LIMIT :limit OFFSET :offset`,
  );
  const total = read.prepare<[object], { rows: number }>(`SELECT count(*) AS rows FROM (${rows}) ${filter}`);
  const open = read.prepare<[number], { rows: number }>(
    "SELECT count(*) AS rows FROM invitations WHERE expires_at > ? AND uses < max_uses AND revoked_at IS NULL",
  );
  const joined = read.prepare<[string], { invitation_id: string; user_id: string }>(`
    SELECT invitation_id, user_id FROM invitation_uses
    WHERE invitation_id IN (SELECT value FROM json_each(?)) ORDER BY used_at, user_id`);
  const insert = write.prepare(`
    INSERT INTO invitations (invitation_id, secret_hash, label, role, created_by, created_at, expires_at, max_uses)
    VALUES (:invitation_id, :secret_hash, :label, :role, :created_by, :created_at, :expires_at, :max_uses)`);
  const take = write.prepare(`
    UPDATE invitations SET uses = uses + 1
    WHERE invitation_id = :id AND uses < max_uses AND revoked_at IS NULL AND expires_at > :now`);
  const used = write.prepare("INSERT INTO invitation_uses (invitation_id, user_id, used_at) VALUES (:id, :userId, :now)");
  const revoke = write.prepare(`
    UPDATE invitations SET revoked_at = :now
    WHERE invitation_id = :id AND uses < max_uses AND revoked_at IS NULL AND expires_at > :now`);
  const forget = write.prepare<[number]>("DELETE FROM invitations WHERE expires_at < ?");
  const cameBy = read.prepare<[string], CameBy>(
    "SELECT invitation_id, label, role, used_at FROM invitation_uses JOIN invitations USING (invitation_id) WHERE user_id = ?",
  );
  const removeMeantFor = write.prepare<[string]>(`
    DELETE FROM invitations
    WHERE max_uses = 1 AND invitation_id IN (SELECT invitation_id FROM invitation_uses WHERE user_id = ?)`);
  const removeUses = write.prepare<[string]>("DELETE FROM invitation_uses WHERE user_id = ?");

  return {
    findByHash: (hash: Uint8Array, now: number): InvitationRow | undefined => byHash.get({ hash, now }),
    find: (id: string, now: number): InvitationRow | undefined => byId.get({ id, now }),
    /** Newest first. */
    list(
      wanted: WantedInvitations,
      { limit, offset, now }: { readonly limit: number; readonly offset: number; readonly now: number },
    ): { rows: InvitationRow[]; total: number } {
      const bound = { state: wanted.state ?? null, role: wanted.role ?? null, q: wanted.q ?? null, now };
      return { rows: page.all({ ...bound, limit, offset }), total: total.get(bound)?.rows ?? 0 };
    },
    countOpen: (now: number): number => open.get(now)?.rows ?? 0,
    /** Accounts that came by some invitations, by invitation. */
    joined: (ids: readonly string[]): Map<string, string[]> => {
      const found = Map.groupBy(joined.all(JSON.stringify(ids)), ({ invitation_id }) => invitation_id);
      return new Map([...found].map(([id, rows]) => [id, rows.map(({ user_id }) => user_id)]));
    },
    insert: (row: Omit<InvitationRow, "uses" | "revoked_at" | "state">, secretHash: Uint8Array): void =>
      void insert.run({ ...row, secret_hash: secretHash }),
    /** Takes one use; false when there was none left. */
    take: (id: string, now: number): boolean => take.run({ id, now }).changes === 1,
    used: (id: string, userId: string, now: number): void => void used.run({ id, userId, now }),
    /** Whether it was open until now. */
    revoke: (id: string, now: number): boolean => revoke.run({ id, now }).changes === 1,
    /** The invitation that an account came by. */
    cameBy: (userId: string): CameBy[] => cameBy.all(userId),
    /** Of a deleted account: what an invitation for one is called says whom it was for. */
    erase(userId: string): void {
      removeMeantFor.run(userId);
      removeUses.run(userId);
    },
    forgetBefore: (expiredBefore: number): void => void forget.run(expiredBefore),
  };
}
export type InvitationRepository = ReturnType<typeof createInvitationRepository>;
