import { createHash } from "node:crypto";
import { type BlockView, chainErrors, paginate, type SessionId, type TransactionView } from "@lucid/contract";

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");
export const NETWORK = hashOf("genesis");
export const NODE_KEY = hashOf("node");
const BLOCK_MS = 10_000;

export interface FakeChain {
  readonly height: () => number;
  grow(): BlockView;
  anchor(sessionId: SessionId, root: string, chunks: number): TransactionView;
  block(height: number): BlockView;
  blockByHash(hash: string): BlockView;
  blocks(page: number, limit: number): { blocks: BlockView[]; pagination: ReturnType<typeof paginate> };
  transactions(page: number, limit: number): { transactions: TransactionView[]; pagination: ReturnType<typeof paginate> };
  transaction(id: string): TransactionView;
}

/** A chain of `first` blocks that grows by call. Block contents follow from the height. */
export function createFakeChain(first: number, startMs: number): FakeChain {
  let height = first;
  const anchored = new Map<number, TransactionView>();

  function checkpoint(at: number): TransactionView {
    return transactionOf("node_checkpoint", at, { node: NODE_KEY, sessions: 2, epoch: Math.floor(at / 72) });
  }

  function transactionOf(type: string, at: number, data: Record<string, unknown>): TransactionView {
    const id = hashOf(`${type} ${at}`);
    const time = new Date(startMs - (first - at) * BLOCK_MS).toISOString();
    return {
      transaction_id: id,
      type,
      status: at < height ? "final" : "included",
      sender: NODE_KEY,
      sequence: at,
      block_id: hashOf(`block ${at}`),
      block_height: at,
      data,
      signature: hashOf(`signature ${at}`).repeat(2),
      submitted_at: time,
      confirmed_at: time,
      fee: 0,
    };
  }

  const at = (wanted: number): TransactionView[] => [anchored.get(wanted) ?? checkpoint(wanted)];

  function block(wanted: number): BlockView {
    if (wanted < 1 || wanted > height) throw chainErrors.BLOCK_NOT_FOUND();
    const transactions = at(wanted);
    return {
      block_id: hashOf(`block ${wanted}`),
      height: wanted,
      hash: hashOf(`block ${wanted}`),
      previous_hash: hashOf(`block ${wanted - 1}`),
      timestamp: new Date(startMs - (first - wanted) * BLOCK_MS).toISOString(),
      slot: Math.floor(wanted / 12),
      position: wanted % 12,
      epoch: Math.floor(wanted / 72),
      rank: 0,
      producer: NODE_KEY,
      merkle_root: hashOf(`root ${wanted}`),
      attestation_root: hashOf(`attestations ${wanted}`),
      state_root: hashOf(`state ${wanted}`),
      transaction_count: transactions.length,
      attestation_count: 1,
      transactions: transactions.map((transaction) => transaction.transaction_id),
      size_bytes: 1_184,
      finalized: wanted < height,
      confirmations: height - wanted,
    };
  }

  const newest = (page: number, limit: number): number[] =>
    Array.from({ length: limit }, (_, index) => height - (page - 1) * limit - index).filter((one) => one >= 1);

  return {
    height: () => height,
    grow() {
      height += 1;
      return block(height);
    },
    anchor(sessionId, root, chunks) {
      const transaction = transactionOf("session_anchor", height + 1, {
        session_id: sessionId,
        merkle_root: root,
        chunk_count: chunks,
      });
      anchored.set(height + 1, transaction);
      return transaction;
    },
    block,
    blockByHash(hash) {
      for (let wanted = height; wanted > Math.max(0, height - 500); wanted -= 1) {
        if (hashOf(`block ${wanted}`) === hash) return block(wanted);
      }
      throw chainErrors.BLOCK_NOT_FOUND();
    },
    blocks: (page, limit) => ({ blocks: newest(page, limit).map(block), pagination: paginate({ page, limit }, height) }),
    transactions: (page, limit) => ({
      transactions: newest(page, limit).flatMap(at),
      pagination: paginate({ page, limit }, height),
    }),
    transaction(id) {
      for (let wanted = height; wanted > Math.max(0, height - 500); wanted -= 1) {
        const found = at(wanted).find((transaction) => transaction.transaction_id === id);
        if (found) return found;
      }
      throw chainErrors.TRANSACTION_NOT_FOUND();
    },
  };
}
