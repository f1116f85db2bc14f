import { v2 } from "@lucid/proof";
import type { MemberQueue } from "../blocks/build-block.ts";
import { expiryProblem, type PreparedTransaction } from "../blocks/prepare-block.ts";
import { isSpent, nextSequence } from "../kinds/is-spent.ts";
import { operatorOf } from "../kinds/sender.ts";
import { type BranchState, createDraft } from "../state/branch-state.ts";

/** Limits of consensus 6.6, for one member and together. */
const OF_MEMBER = { count: 1_024, bytes: 4_194_304 };
const TOGETHER = { count: 10_000, bytes: 67_108_864 };

/** Transactions that wait for a block. All keys of a member together are one (consensus 6.6). */
export interface Mempool {
  readonly size: number;
  has(id: string): boolean;
  /** Whether it was taken in before a time (unix seconds). */
  isHeldSince(id: string, time: number): boolean;
  /** Why it is not taken; undefined if it is, or was before. `time` is in unix seconds. */
  add(transaction: PreparedTransaction, state: BranchState, time: number): string | undefined;
  /** Drops what the state has outdated and what has expired. */
  settle(state: BranchState, time: number): void;
  /** Evidence that waits, by whatever sender. */
  offences(): readonly v2.OffencePair[];
  /**
   * By member and key what could be included next above a state, in order of sequence; who has waited longest comes first. `more` are
   * transactions that wait there and not above the head.
   */
  queues(state: BranchState, more?: readonly PreparedTransaction[]): readonly MemberQueue[];
}

interface Waiting extends PreparedTransaction {
  /** Entity of the member whose key sent it. */
  readonly member: string;
  /** When it was taken in, in unix seconds. */
  readonly since: number;
}

export function createMempool(): Mempool {
  const byId = new Map<string, Waiting>();

  const senderOf = ({ sent }: PreparedTransaction): string => sent.transaction.sender;

  function ofKey(waiting: readonly PreparedTransaction[], first: number): readonly PreparedTransaction[] {
    const ordered = waiting.toSorted((left, right) => left.sent.transaction.sequence - right.sent.transaction.sequence);
    return ordered.filter(({ sent }, index) => sent.transaction.sequence === first + index);
  }

  const memberIn = (state: BranchState, sender: string): string => operatorOf(createDraft(state), sender) ?? sender;

  const fits = (some: readonly PreparedTransaction[], added: number, limit: typeof OF_MEMBER): boolean =>
    some.length < limit.count && some.reduce((sum, { size }) => sum + size, added) <= limit.bytes;

  return {
    get size() {
      return byId.size;
    },
    has: (id) => byId.has(id),
    isHeldSince: (id, time) => (byId.get(id)?.since ?? Number.POSITIVE_INFINITY) < time,
    add(transaction, state, time) {
      if (byId.has(transaction.id)) return undefined;
      const { sequence, sender } = transaction.sent.transaction;
      const expiry = expiryProblem(transaction.sent, time);
      if (expiry !== undefined) return expiry;
      const all = [...byId.values()];
      const member = memberIn(state, sender);
      const own = all.filter((other) => other.member === member);
      const isTaken = own.some((other) => senderOf(other) === sender && other.sent.transaction.sequence === sequence);
      if (isSpent(state, transaction.sent) || isTaken) return "spent";
      if (!fits(own, transaction.size, OF_MEMBER)) return "member_limit";
      if (!fits(all, transaction.size, TOGETHER)) return "mempool_full";
      byId.set(transaction.id, { ...transaction, member, since: time });
      return undefined;
    },
    settle(state, time) {
      for (const [id, { sent }] of byId) if (isSpent(state, sent) || sent.transaction.expires_at < time) byId.delete(id);
    },
    offences: () => [...byId.values()].flatMap(({ sent }) => (v2.isOf("evidence", sent) ? [sent.transaction.data] : [])),
    queues(state, more = []) {
      const back = more.filter(({ id }) => !byId.has(id)).map((one) => ({ ...one, member: memberIn(state, senderOf(one)) }));
      const byMember = Map.groupBy([...byId.values(), ...back], ({ member }) => member);
      return [...byMember.values()].map((waiting) =>
        [...Map.groupBy(waiting, senderOf)].map(([sender, ofSender]) => ofKey(ofSender, nextSequence(state.rows, sender))),
      );
    },
  };
}
