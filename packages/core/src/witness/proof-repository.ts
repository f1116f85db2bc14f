import type { OpenDatabase } from "@lucid/foundation";

export interface ProofRow {
  readonly network: string;
  readonly session_id: string;
  /** So many cosigned it. */
  readonly witnesses: number;
  /** When the first one was kept, Unix milliseconds. */
  readonly first_at: number;
  /** Canonical JSON. */
  readonly document: string;
}

/** Witness proofs of recordings. */
export function createProofRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const find = read.prepare<[string, string], Pick<ProofRow, "witnesses" | "first_at">>(
    "SELECT witnesses, first_at FROM witness_proofs WHERE network = ? AND session_id = ?",
  );
  const document = read.prepare<[string, string], Pick<ProofRow, "document">>(
    "SELECT document FROM witness_proofs WHERE network = ? AND session_id = ?",
  );
  const keep = write.prepare<[ProofRow]>(`
    INSERT OR REPLACE INTO witness_proofs (network, session_id, witnesses, first_at, document)
    VALUES (:network, :session_id, :witnesses, :first_at, :document)`);
  return {
    find: (network: string, sessionId: string): Pick<ProofRow, "witnesses" | "first_at"> | undefined =>
      find.get(network, sessionId),
    document: (network: string, sessionId: string): string | undefined => document.get(network, sessionId)?.document,
    keep: (row: ProofRow): void => void keep.run(row),
  };
}
export type ProofRepository = ReturnType<typeof createProofRepository>;
