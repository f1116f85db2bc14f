import type { ReadDb, WriteDb } from "@lucid/foundation";
import type { SignedTransaction } from "@lucid/proof";
import type { ChainState } from "../state/chain-state.ts";
import { emptyFrontier } from "../state/frontier.ts";

interface HeadRow {
  readonly sender: string;
  readonly size: number;
  readonly root: string;
}

/** The state after any canonical block, read from the indexes by height. */
export function createStateReader(db: ReadDb) {
  const lastSequence = db.prepare<{ sender: string; height: number }, { sequence: number }>(`
    SELECT t.sequence FROM block_transaction t CROSS JOIN block b ON b.hash = t.block_hash
    WHERE t.sender = :sender AND b.canonical = 1 AND b.height <= :height ORDER BY t.sequence DESC LIMIT 1`);
  const lastHead = db.prepare<{ session: string; height: number }, HeadRow>(`
    SELECT sender, size, root FROM session_head WHERE session_id = :session AND height <= :height ORDER BY size DESC LIMIT 1`);
  const anchor = db.prepare<{ session: string; height: number }, HeadRow>(`
    SELECT sender, chunk_count AS size, merkle_root AS root FROM session_anchor WHERE session_id = :session AND height <= :height`);
  const lastCheckpoint = db.prepare<{ sender: string; height: number }, { height: number }>(`
    SELECT height FROM session_head WHERE sender = :sender AND height <= :height ORDER BY height DESC LIMIT 1`);
  const frontier = db.prepare<[number], { anchor_count: number; frontier: string }>(
    "SELECT anchor_count, frontier FROM block WHERE canonical = 1 AND height = ?",
  );

  /** The state after the canonical block of this height; after genesis for 0. */
  return function stateAt(height: number): ChainState {
    const row = frontier.get(height);
    const anchors = row === undefined ? emptyFrontier : { count: row.anchor_count, peaks: JSON.parse(row.frontier) as string[] };
    return {
      anchors,
      nextSequence: (sender) => (lastSequence.get({ sender, height })?.sequence ?? -1) + 1,
      session(session) {
        const anchored = anchor.get({ session, height });
        if (anchored !== undefined) return { ...anchored, anchored: true };
        const head = lastHead.get({ session, height });
        return head === undefined ? undefined : { ...head, anchored: false };
      },
      lastCheckpoint: (sender) => lastCheckpoint.get({ sender, height })?.height,
    };
  };
}

export interface IncludedTransaction {
  readonly id: string;
  readonly signed: SignedTransaction;
}

export function createStateWriter(db: WriteDb) {
  const addAnchor = db.prepare(`
    INSERT INTO session_anchor (session_id, ordinal, height, transaction_id, sender, merkle_root, chunk_count)
    VALUES (:session_id, (SELECT COALESCE(MAX(ordinal), -1) + 1 FROM session_anchor), :height, :id, :sender, :merkle_root,
      :chunk_count)`);
  const addHead = db.prepare(`
    INSERT INTO session_head (session_id, size, root, height, transaction_id, sender)
    VALUES (:session_id, :size, :root, :height, :id, :sender)`);
  const dropAnchors = db.prepare("DELETE FROM session_anchor WHERE height > ?");
  const dropHeads = db.prepare("DELETE FROM session_head WHERE height > ?");

  return {
    /** Indexes the transactions of a block that becomes canonical. They were checked against this very state. */
    apply(height: number, transactions: readonly IncludedTransaction[]): void {
      for (const { id, signed } of transactions) {
        const { transaction } = signed;
        const { sender } = transaction;
        if (transaction.type === "session_anchor") {
          const { session_id, merkle_root, chunk_count } = transaction.data;
          addAnchor.run({ session_id, height, id, sender, merkle_root, chunk_count });
        } else {
          for (const head of transaction.data.heads) addHead.run({ ...head, height, id, sender });
        }
      }
    },
    /** Forgets everything above a height: the first half of a reorganization. */
    rewind(height: number): void {
      dropAnchors.run(height);
      dropHeads.run(height);
    },
  };
}
