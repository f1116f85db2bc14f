import type { WitnessConflict } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";

export interface CosignedRow {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  /** The note with the log's own signature. */
  readonly checkpoint: string;
  readonly cosigned_at: number;
}

export interface ConflictRow {
  readonly origin: string;
  readonly kind: WitnessConflict["kind"];
  readonly size: number;
  readonly root: string;
  readonly checkpoint: string;
  readonly seen_at: number;
}

/** The first ones say what there is to say; whoever has the log's key could make any number. */
const MOST_CONFLICTS = 8;

export function createWitnessRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const find = read.prepare<[string], CosignedRow>("SELECT * FROM witness_logs WHERE origin = ?");
  const conflicts = read.prepare<[string], ConflictRow>(
    "SELECT * FROM witness_conflicts WHERE origin = ? ORDER BY seen_at, size",
  );
  const keep = write.prepare<[CosignedRow]>(`
    INSERT INTO witness_logs (origin, size, root, checkpoint, cosigned_at) VALUES (:origin, :size, :root, :checkpoint, :cosigned_at)
    ON CONFLICT (origin) DO UPDATE SET
      size = excluded.size, root = excluded.root, checkpoint = excluded.checkpoint, cosigned_at = excluded.cosigned_at`);
  const note = write.prepare<[ConflictRow & { readonly most: number }]>(`
    INSERT OR IGNORE INTO witness_conflicts (origin, kind, size, root, checkpoint, seen_at)
    SELECT :origin, :kind, :size, :root, :checkpoint, :seen_at
    WHERE (SELECT count(*) FROM witness_conflicts WHERE origin = :origin) < :most`);
  const clear = write.prepare<[]>("DELETE FROM witness_conflicts");

  return {
    find: (origin: string): CosignedRow | undefined => find.get(origin),
    conflicts: (origin: string): readonly ConflictRow[] => conflicts.all(origin),
    keep: (row: CosignedRow): void => void keep.run(row),
    /** Whether it is one that was not known. */
    note: (row: ConflictRow): boolean => note.run({ ...row, most: MOST_CONFLICTS }).changes > 0,
    clear: (): void => void clear.run(),
    /** All that `work` reads and writes, or nothing of it. */
    atOnce: <Result>(work: () => Result): Result => write.transaction(work)(),
  };
}
export type WitnessRepository = ReturnType<typeof createWitnessRepository>;
