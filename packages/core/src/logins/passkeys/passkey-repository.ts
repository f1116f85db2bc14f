import type { WriteDb } from "@lucid/foundation";

export interface PasskeyRow {
  readonly passkey_id: string;
  readonly user_id: string;
  /** base64url. */
  readonly credential_id: string;
  readonly rp_id: string;
  readonly name: string;
  /** COSE key. */
  readonly public_key: Uint8Array;
  readonly counter: number;
  readonly is_backed_up: number;
  readonly created_at: number;
  readonly last_used_at: number | null;
}

/** Rows of `passkeys`. Times are milliseconds of the node's steady time. */
export function createPasskeyRepository(db: WriteDb) {
  const byCredential = db.prepare<[string], PasskeyRow>("SELECT * FROM passkeys WHERE credential_id = ?");
  const byId = db.prepare<[string, string], PasskeyRow>("SELECT * FROM passkeys WHERE user_id = ? AND passkey_id = ?");
  const ofUser = db.prepare<[string], PasskeyRow>("SELECT * FROM passkeys WHERE user_id = ? ORDER BY created_at, passkey_id");
  const insert = db.prepare<[Omit<PasskeyRow, "last_used_at">]>(`
    INSERT INTO passkeys (passkey_id, user_id, credential_id, rp_id, name, public_key, counter, is_backed_up, created_at)
    VALUES (:passkey_id, :user_id, :credential_id, :rp_id, :name, :public_key, :counter, :is_backed_up, :created_at)`);
  // A counter that does not go up is a copy of the authenticator, or an answer that was used (WebAuthn 6.1.1).
  const use = db.prepare(`
    UPDATE passkeys SET counter = :counter, last_used_at = :now
    WHERE passkey_id = :id AND (counter < :counter OR (counter = 0 AND :counter = 0))`);
  const rename = db.prepare<[string, string, string]>("UPDATE passkeys SET name = ? WHERE user_id = ? AND passkey_id = ?");
  const remove = db.prepare<[string, string]>("DELETE FROM passkeys WHERE user_id = ? AND passkey_id = ?");
  const removeAll = db.prepare<[string]>("DELETE FROM passkeys WHERE user_id = ?");

  return {
    findByCredential: (credentialId: string): PasskeyRow | undefined => byCredential.get(credentialId),
    find: (userId: string, id: string): PasskeyRow | undefined => byId.get(userId, id),
    ofUser: (userId: string): PasskeyRow[] => ofUser.all(userId),
    insert: (row: Omit<PasskeyRow, "last_used_at">): void => void insert.run(row),
    /** False when the passkey is gone or was used with this counter or a higher one. */
    use: (id: string, counter: number, now: number): boolean => use.run({ id, counter, now }).changes === 1,
    rename: (userId: string, id: string, name: string): boolean => rename.run(name, userId, id).changes === 1,
    remove: (userId: string, id: string): boolean => remove.run(userId, id).changes === 1,
    removeAll: (userId: string): void => void removeAll.run(userId),
  };
}
export type PasskeyRepository = ReturnType<typeof createPasskeyRepository>;
