import { type ChainPlace, type PlaceRow, placeOf, type ReadContext } from "../../readers/read-context.ts";

/** A head of an audit log that this node stated. */
export interface AuditHeadRecord extends ChainPlace {
  readonly size: number;
  readonly root: string;
}

export interface AuditReads {
  /** Heads of a log of this node's own on the chain, the largest first. A log of a year has thousands. */
  auditHeadsOf(log: string, most: number): readonly AuditHeadRecord[];
}

interface HeadRow extends PlaceRow {
  readonly size: number;
  readonly root: string;
}

export function createAuditReads(context: ReadContext): AuditReads {
  const newest = context.db.prepare<[string, number], HeadRow>(`
    SELECT h.size, h.root, h.transaction_id, h.height, b.hash AS block_hash, b.timestamp
    FROM audit_head h CROSS JOIN block b ON b.canonical = 1 AND b.height = h.height
    WHERE h.sender || ' ' || h.log = ? ORDER BY h.size DESC LIMIT ?`);
  return {
    auditHeadsOf: (log, most) =>
      newest
        .all(`${context.publicKey} ${log}`, most)
        .map((row) => ({ ...placeOf(context, row), size: row.size, root: row.root })),
  };
}
