import type { v2 } from "@lucid/proof";
import { comparePositions } from "../../schedule/slots.ts";
import { appendLeaf, frontierRoot } from "../../state/frontier.ts";
import { applyTransaction } from "../kinds/apply-transaction.ts";
import { type BranchState, createDraft, type DraftState, restAt, stateRoot, VOTE_WINDOW } from "../state/branch-state.ts";
import type { BlockRules, BranchBelow } from "./block-context.ts";
import { checkVotes, type HeldVote, voteName } from "./check-votes.ts";
import { expiryProblem, type PreparedBlock } from "./prepare-block.ts";

export type Applied =
  | { readonly ok: true; readonly state: BranchState; readonly votes: readonly HeldVote[] }
  | { readonly ok: false; readonly reason: string };

const refused = (reason: string) => ({ ok: false, reason }) as const;

/** The second step of an import: every rule that needs the branch. Returns the state after the block. */
export function applyBlock(prepared: PreparedBlock, branch: BranchBelow, rules: BlockRules): Applied {
  const { header, attestations } = prepared.block;
  const wrong = headerProblem(header, branch, rules);
  if (wrong !== undefined) return refused(wrong);
  const checked = checkVotes(attestations, branch, rules);
  if (!checked.ok) return checked;

  const draft = createDraft(branch.state);
  const place = { height: header.height, parameters: rules.network.genesis.parameters };
  for (const { sent } of prepared.transactions) {
    const reason = expiryProblem(sent, header.timestamp) ?? applyTransaction(draft, sent, place);
    if (reason !== undefined) return refused(reason);
  }
  const state = stateAfter(branch.state, { ...prepared, header, votes: checked.votes, draft }, rules.network);
  if (header.state_root !== stateRoot(state.anchors, state.rest, rules.network)) return refused("wrong_state_root");
  return { ok: true, state, votes: checked.votes };
}

/** The rules of consensus 3.3, 5.1 and 6.1 for a header above its parent. */
function headerProblem(header: v2.Header, { tip, state }: BranchBelow, { network, schedule }: BlockRules): string | undefined {
  if (header.previous_hash !== tip.hash || header.height !== tip.height + 1) return "wrong_parent";
  if (comparePositions(header, tip) <= 0) return "position_not_after_parent";
  if (header.timestamp <= tip.timestamp) return "time_not_after_parent";
  if (schedule.producerAt(header, header.rank) !== header.producer) return "wrong_producer";
  if (header.history_root !== frontierRoot(state.history)) return "wrong_history_root";
  return header.members === network.membersHash ? undefined : "wrong_members";
}

interface BlockEffects {
  readonly hash: string;
  readonly header: Pick<v2.Header, "height" | "epoch" | "tx_count">;
  readonly votes: readonly HeldVote[];
  readonly draft: DraftState;
}

/** What a branch's state becomes with one more block. */
function stateAfter(below: BranchState, { hash, header, votes, draft }: BlockEffects, network: v2.Network): BranchState {
  const names = new Set(votes.map(({ attester, target }) => voteName(attester, target.height)));
  return {
    epoch: header.epoch,
    rows: below.rows.with(draft.changes),
    anchors: draft.anchors,
    txTotal: below.txTotal + header.tx_count,
    history: appendLeaf(below.history, Uint8Array.from(Buffer.from(hash, "hex"))),
    held: [...below.held.slice(1 - VOTE_WINDOW), { height: header.height, votes: names }],
    ...restAt(below, header.epoch, network),
  };
}
