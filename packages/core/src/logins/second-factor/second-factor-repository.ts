import type { WriteDb } from "@lucid/foundation";

export interface SecondFactorRow {
  readonly user_id: string;
  readonly sealed_secret: Uint8Array;
  /** The last step (RFC 6238) whose code was taken. */
  readonly last_step: number;
  readonly enabled_at: number;
}

/** Rows of `second_factors` and `backup_codes`. Times are milliseconds of the node's steady time. */
export function createSecondFactorRepository(db: WriteDb) {
  const find = db.prepare<[string], SecondFactorRow>("SELECT * FROM second_factors WHERE user_id = ?");
  const insert = db.prepare<[SecondFactorRow]>(`
    INSERT INTO second_factors (user_id, sealed_secret, last_step, enabled_at)
    VALUES (:user_id, :sealed_secret, :last_step, :enabled_at)`);
  const take = db.prepare("UPDATE second_factors SET last_step = :step WHERE user_id = :userId AND last_step < :step");
  const remove = db.prepare("DELETE FROM second_factors WHERE user_id = ?");
  const addCode = db.prepare("INSERT INTO backup_codes (user_id, code_hash) VALUES (?, ?)");
  const takeCode = db.prepare("DELETE FROM backup_codes WHERE user_id = ? AND code_hash = ?");
  const dropCodes = db.prepare("DELETE FROM backup_codes WHERE user_id = ?");
  const countCodes = db.prepare<[string], { codes: number }>("SELECT count(*) AS codes FROM backup_codes WHERE user_id = ?");

  return {
    find: (userId: string): SecondFactorRow | undefined => find.get(userId),
    insert: (row: SecondFactorRow): void => void insert.run(row),
    /** False when a code of this step or a later one was taken before. */
    takeStep: (userId: string, step: number): boolean => take.run({ userId, step }).changes === 1,
    remove: (userId: string): void => void remove.run(userId),
    /** False when there is no such code, or no longer. */
    takeCode: (userId: string, hash: Uint8Array): boolean => takeCode.run(userId, hash).changes === 1,
    codesLeft: (userId: string): number => countCodes.get(userId)?.codes ?? 0,
    replaceCodes: db.transaction((userId: string, hashes: readonly Uint8Array[]): void => {
      dropCodes.run(userId);
      for (const hash of hashes) addCode.run(userId, hash);
    }),
  };
}
