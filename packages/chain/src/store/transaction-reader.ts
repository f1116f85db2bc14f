import type { ReadDb } from "@lucid/foundation";
import type { PlacedTransaction } from "./block-store.ts";

export interface TransactionRange {
  readonly type: string | null;
  readonly block: string | null;
  /** Lowest and highest height, both included. */
  readonly low: number;
  readonly high: number;
}

/** Lists over the canonical chain. */
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
  const totalUpTo = (height: number): number => total.get(height)?.tx_total ?? 0;
  return {
    totalUpTo,
    /** Newest first. */
    list: (range: TransactionRange, limit: number, offset: number) => list.all({ ...range, limit, offset }),
    count(range: TransactionRange): number {
      if (range.type !== null || range.block !== null) return count.get(range)?.total ?? 0;
      return range.high < range.low ? 0 : totalUpTo(range.high) - totalUpTo(range.low - 1);
    },
  };
}
