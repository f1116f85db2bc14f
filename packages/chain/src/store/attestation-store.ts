import type { ReadDb, WriteDb } from "@lucid/foundation";
import type { SignedAttestation } from "@lucid/proof";

export interface AttestationRow {
  readonly attester: string;
  readonly target_height: number;
  readonly target: string;
  readonly source_height: number;
  readonly source: string;
  readonly epoch: number;
  readonly signature: string;
}

/** Every attestation this node has checked, whether a block holds it or not. */
export function createAttestationStore(db: { readonly read: ReadDb; readonly write: WriteDb }) {
  const above = db.read.prepare<[number], AttestationRow>(
    "SELECT * FROM attestation WHERE target_height > ? ORDER BY target_height, target, source, attester",
  );
  const forTarget = db.read.prepare<{ height: number; target: string }, AttestationRow>(
    "SELECT * FROM attestation WHERE target_height = :height AND target = :target ORDER BY source, attester",
  );
  const included = db.read.prepare<{ attester: string; target: number; height: number }, { found: 1 }>(`
    SELECT 1 AS found FROM block_attestation a CROSS JOIN block b ON b.hash = a.block_hash
    WHERE a.attester = :attester AND a.target_height = :target AND b.canonical = 1 AND b.height <= :height LIMIT 1`);
  const insert = db.write.prepare(`
    INSERT OR IGNORE INTO attestation (attester, target_height, target, source_height, source, epoch, signature)
    VALUES (:attester, :target_height, :target, :source_height, :source, :epoch, :signature)`);

  return {
    above: (height: number) => above.all(height),
    forTarget: (height: number, target: string) => forTarget.all({ height, target }),
    /** Whether a canonical block up to `height` already holds the attester's vote for this target height. */
    isIncluded: (attester: string, target: number, height: number) => included.get({ attester, target, height }) !== undefined,
    /** False if it was known. */
    add({ attestation, signature }: SignedAttestation): boolean {
      const { attester, epoch, source, target } = attestation;
      const names = { target_height: target.height, target: target.hash, source_height: source.height, source: source.hash };
      return insert.run({ attester, epoch, signature, ...names }).changes > 0;
    },
  };
}

export const signedAttestationOf = (row: AttestationRow, networkId: string): SignedAttestation => ({
  attestation: {
    network: networkId,
    epoch: row.epoch,
    source: { height: row.source_height, hash: row.source },
    target: { height: row.target_height, hash: row.target },
    attester: row.attester,
  },
  signature: row.signature,
});
