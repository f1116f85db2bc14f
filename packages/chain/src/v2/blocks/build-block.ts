import { v2 } from "@lucid/proof";
import { epochOf, type Position } from "../../schedule/slots.ts";
import { frontierRoot } from "../../state/frontier.ts";
import { applyTransaction } from "../kinds/apply-transaction.ts";
import { stateRoot } from "../state/branch-state.ts";
import type { BlockRules, BranchBelow } from "./block-context.ts";
import { beginBlock, finishBlock } from "./block-effects.ts";
import { createBlockRoom, shareOf } from "./block-room.ts";
import { groupVotes, type HeldVote } from "./check-votes.ts";
import { expiryProblem, itemCount, type PreparedTransaction } from "./prepare-block.ts";

/** Pending transactions of one member: of each of its keys a list in order of sequence. */
export type MemberQueue = readonly (readonly PreparedTransaction[])[];

export interface BlockPlan {
  readonly branch: BranchBelow;
  readonly at: Position;
  readonly rank: number;
  readonly producer: string;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly queues: readonly MemberQueue[];
  /** Votes that the branch may hold and does not hold yet. */
  readonly votes: readonly HeldVote[];
}

/**
 * Fills a block: every vote first, then transactions, one of each member at a time. A member has more than its share of
 * items only when no other member's transaction waits (consensus 6.6).
 */
export function buildBlock(
  { branch, at, rank, producer, timestamp, queues, votes }: BlockPlan,
  rules: BlockRules,
): Omit<v2.Block, "signature"> {
  const { network, checkSignature } = rules;
  const { genesis } = network;
  const below = branch.state;
  const height = branch.tip.height + 1;
  const epoch = epochOf(genesis, at.slot);
  const attestations = groupVotes(votes, below.finality);
  const draft = beginBlock(below, { height, epoch }, votes);
  const { parameters } = draft;
  const room = createBlockRoom(parameters, attestations);

  const place = { height, epoch, parameters, network: network.hash, checkSignature };
  const transactions: v2.SentTransaction[] = [];
  function take(transaction: PreparedTransaction): boolean {
    const { sent } = transaction;
    if (!room.fits(transaction) || expiryProblem(sent, timestamp) !== undefined) return false;
    if (applyTransaction(draft, sent, place) !== undefined) return false;
    transactions.push(sent);
    room.take(transaction);
    return true;
  }

  const share = shareOf(parameters, below.lists.members.current.members.length);
  const waiting = queues.map((keys) => ({ keys: keys.filter((queue) => queue.length > 0), taken: 0 }));
  for (let isOpen = true; isOpen; ) {
    isOpen = false;
    const others = waiting.filter(({ keys }) => keys.length > 0).length > 1;
    for (const member of waiting) {
      const [[next, ...later] = [], ...otherKeys] = member.keys;
      const items = next === undefined ? 0 : itemCount(next.sent);
      if (next === undefined || (others && member.taken + items > share)) continue;
      const left = take(next) && later.length > 0 ? [later] : [];
      // Its keys take turns, and one whose next transaction cannot be taken does not hold up the others.
      member.keys = [...otherKeys, ...left];
      member.taken += items;
      isOpen = true;
    }
  }

  const done = finishBlock(below, { height, epoch, tx_count: transactions.length }, draft);
  const header: v2.Header = {
    version: 2,
    network: network.hash,
    height,
    previous_hash: branch.tip.hash,
    slot: at.slot,
    position: at.position,
    rank,
    epoch,
    producer,
    timestamp,
    history_root: frontierRoot(below.history),
    members: done.lists.hash,
    tx_root: v2.transactionRoot(transactions),
    tx_count: transactions.length,
    attestation_root: v2.attestationRoot(attestations),
    state_root: stateRoot(done),
  };
  return { header, transactions, attestations };
}
