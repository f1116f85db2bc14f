import type { PreparedTransaction } from "../blocks/prepare-block.ts";
import { expiryProblem } from "../blocks/prepare-block.ts";
import type { Rows } from "../state/rows.ts";

/** Limits of consensus 6.6, for one member and together. */
const OF_MEMBER = { count: 1_024, bytes: 4_194_304 };
const TOGETHER = { count: 10_000, bytes: 67_108_864 };

/** Transactions that wait for a block. A member has one key here, so a sender is a member. */
export interface Mempool {
  readonly size: number;
  has(id: string): boolean;
  /** Why it is not taken; undefined if it is, or was before. `time` is in unix seconds. */
  add(transaction: PreparedTransaction, rows: Rows, time: number): string | undefined;
  /** Drops what the state has outdated and what has expired. */
  settle(rows: Rows, time: number): void;
  /** By sender what could be included next, in order of sequence; who has waited longest comes first. */
  queues(rows: Rows): readonly (readonly PreparedTransaction[])[];
}

export const nextSequence = (rows: Rows, sender: string): number => rows.get<number>("sequence", sender) ?? 0;

export function createMempool(): Mempool {
  const byId = new Map<string, PreparedTransaction>();

  const senderOf = ({ sent }: PreparedTransaction): string => sent.transaction.sender;
  const fits = (some: readonly PreparedTransaction[], added: number, limit: typeof OF_MEMBER): boolean =>
    some.length < limit.count && some.reduce((sum, { size }) => sum + size, added) <= limit.bytes;

  return {
    get size() {
      return byId.size;
    },
    has: (id) => byId.has(id),
    add(transaction, rows, time) {
      if (byId.has(transaction.id)) return undefined;
      const { sequence, sender } = transaction.sent.transaction;
      const expiry = expiryProblem(transaction.sent, time);
      if (expiry !== undefined) return expiry;
      const all = [...byId.values()];
      const own = all.filter((other) => senderOf(other) === sender);
      if (sequence < nextSequence(rows, sender)) return "sequence_used";
      if (own.some(({ sent }) => sent.transaction.sequence === sequence)) return "sequence_used";
      if (!fits(own, transaction.size, OF_MEMBER)) return "member_limit";
      if (!fits(all, transaction.size, TOGETHER)) return "mempool_full";
      byId.set(transaction.id, transaction);
      return undefined;
    },
    settle(rows, time) {
      for (const [id, { sent }] of byId) {
        const isUsed = sent.transaction.sequence < nextSequence(rows, sent.transaction.sender);
        if (isUsed || sent.transaction.expires_at < time) byId.delete(id);
      }
    },
    queues(rows) {
      const bySender = Map.groupBy(byId.values(), senderOf);
      return [...bySender].map(([sender, waiting]) => {
        const ordered = waiting.toSorted((left, right) => left.sent.transaction.sequence - right.sent.transaction.sequence);
        const first = nextSequence(rows, sender);
        return ordered.filter(({ sent }, index) => sent.transaction.sequence === first + index);
      });
    },
  };
}
