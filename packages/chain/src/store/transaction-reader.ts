import type { ReadDb } from "@lucid/foundation";
import type { PlacedTransaction } from "./block-store.ts";

export interface TransactionRange {
  readonly type: string | null;
  readonly block: string | null;
  /** Lowest and highest height, both included. */
  readonly low: number;
  readonly high: number;
}

/** A tree head of a session that a block of the canonical chain holds. */
export interface SessionHead {
  readonly size: number;
  readonly root: string;
  readonly height: number;
  readonly transaction_id: string;
}

/** Lists over the canonical chain and the session indexes. */
export function createTransactionReader(db: ReadDb) {
  const where = `
    FROM block b JOIN block_transaction t ON t.block_hash = b.hash
    WHERE b.canonical = 1 AND b.height BETWEEN :low AND :high
      AND (:type IS NULL OR t.type = :type) AND (:block IS NULL OR b.hash = :block)`;
  const list = db.prepare<TransactionRange & { limit: number; offset: number }, PlacedTransaction>(
    `SELECT t.*, b.height, b.timestamp ${where} ORDER BY b.height DESC, t.tx_index DESC LIMIT :limit OFFSET :offset`,
  );
  const count = db.prepare<TransactionRange, { total: number }>(`SELECT COUNT(*) AS total ${where}`);
  const total = db.prepare<[number], { tx_total: number }>("SELECT tx_total FROM block WHERE canonical = 1 AND height = ?");
  const anchor = db.prepare<[string], { transaction_id: string }>(
    "SELECT transaction_id FROM session_anchor WHERE session_id = ?",
  );
  const heads = db.prepare<[string], SessionHead>(
    "SELECT size, root, height, transaction_id FROM session_head WHERE session_id = ? ORDER BY size",
  );
  const lastHead = db.prepare<[string], SessionHead>(
    "SELECT size, root, height, transaction_id FROM session_head WHERE session_id = ? ORDER BY size DESC LIMIT 1",
  );
  const headAbove = db.prepare<{ session: string; size: number; height: number }, SessionHead>(`
    SELECT size, root, height, transaction_id FROM session_head
    WHERE session_id = :session AND size > :size AND height <= :height ORDER BY size LIMIT 1`);

  const totalUpTo = (height: number): number => total.get(height)?.tx_total ?? 0;
  return {
    totalUpTo,
    /** Newest first. */
    list: (range: TransactionRange, limit: number, offset: number) => list.all({ ...range, limit, offset }),
    count(range: TransactionRange): number {
      if (range.type !== null || range.block !== null) return count.get(range)?.total ?? 0;
      return range.high < range.low ? 0 : totalUpTo(range.high) - totalUpTo(range.low - 1);
    },
    anchorOf: (sessionId: string) => anchor.get(sessionId)?.transaction_id,
    headsOf: (sessionId: string) => heads.all(sessionId),
    lastHeadOf: (sessionId: string) => lastHead.get(sessionId),
    /** The smallest head of more than `size` chunks in a block of at most `height`. */
    headAbove: (session: string, size: number, height: number) => headAbove.get({ session, size, height }),
  };
}
