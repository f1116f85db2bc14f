import { v2 } from "@lucid/proof";
import { epochOf, type Position } from "../../schedule/slots.ts";
import { frontierRoot } from "../../state/frontier.ts";
import { applyTransaction } from "../kinds/apply-transaction.ts";
import { createDraft, restAt, stateRoot } from "../state/branch-state.ts";
import type { BlockRules, BranchBelow } from "./block-context.ts";
import { groupVotes, type HeldVote } from "./check-votes.ts";
import { expiryProblem, type PreparedTransaction } from "./prepare-block.ts";

/** Room kept for header, signature and the names of a block's fields. */
const ENVELOPE_BYTES = 2_048;
/** Bytes of a vote in a group, and of a group around its votes: index, signature, two block references. */
const VOTE_BYTES = 136;
const GROUP_BYTES = 320;

export interface BlockPlan {
  readonly branch: BranchBelow;
  readonly at: Position;
  readonly rank: number;
  readonly producer: string;
  /** Unix seconds. */
  readonly timestamp: number;
  /** Pending transactions by member, each list in order of sequence. */
  readonly queues: readonly (readonly PreparedTransaction[])[];
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
  const { network } = rules;
  const { parameters, members } = network.genesis;
  const height = branch.tip.height + 1;
  const attestations = groupVotes(votes, network);
  let room = parameters.max_block_bytes - ENVELOPE_BYTES - GROUP_BYTES * attestations.length - VOTE_BYTES * votes.length;
  let itemsLeft = parameters.max_items;

  const draft = createDraft(branch.state);
  const transactions: v2.SentTransaction[] = [];
  function take({ size, sent }: PreparedTransaction): boolean {
    const fits = transactions.length < parameters.max_transactions && size < room && sent.items.length <= itemsLeft;
    if (!fits || expiryProblem(sent, timestamp) !== undefined) return false;
    if (applyTransaction(draft, sent, { height, parameters }) !== undefined) return false;
    transactions.push(sent);
    room -= size + 1;
    itemsLeft -= sent.items.length;
    return true;
  }

  const share = Math.max(8, Math.floor((2 * parameters.max_items) / members.length));
  const waiting = queues.map((queue) => ({ queue: [...queue], taken: 0 }));
  for (let isOpen = true; isOpen; ) {
    isOpen = false;
    const others = waiting.filter(({ queue }) => queue.length > 0).length > 1;
    for (const place of waiting) {
      const [next] = place.queue;
      const items = next?.sent.items.length ?? 0;
      if (next === undefined || (others && place.taken + items > share)) continue;
      place.queue = take(next) ? place.queue.slice(1) : [];
      place.taken += items;
      isOpen = true;
    }
  }

  const epoch = epochOf(network.genesis, at.slot);
  const { rest } = restAt(branch.state, epoch, network);
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
    history_root: frontierRoot(branch.state.history),
    members: network.membersHash,
    tx_root: v2.transactionRoot(transactions),
    tx_count: transactions.length,
    attestation_root: v2.attestationRoot(attestations),
    state_root: stateRoot(draft.anchors, rest, network),
  };
  return { header, transactions, attestations };
}
