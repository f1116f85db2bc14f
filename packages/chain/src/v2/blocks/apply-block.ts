import type { v2 } from "@lucid/proof";
import { comparePositions } from "../../schedule/slots.ts";
import { frontierRoot } from "../../state/frontier.ts";
import { applyTransaction } from "../kinds/apply-transaction.ts";
import { type BranchState, stateRoot } from "../state/branch-state.ts";
import type { BlockRules, BranchBelow } from "./block-context.ts";
import { beginBlock, finishBlock, stateAfter } from "./block-effects.ts";
import { checkVotes, type HeldVote } from "./check-votes.ts";
import { expiryProblem, itemCount, type PreparedBlock } from "./prepare-block.ts";

export type Applied =
  | { readonly ok: true; readonly state: BranchState; readonly votes: readonly HeldVote[] }
  | { readonly ok: false; readonly reason: string };

const refused = (reason: string) => ({ ok: false, reason }) as const;

/** The second step of an import: every rule that needs the branch. Returns the state after the block. */
export function applyBlock(prepared: PreparedBlock, branch: BranchBelow, rules: BlockRules): Applied {
  const { header, attestations } = prepared.block;
  const { network, checkSignature } = rules;
  const below = branch.state;
  const wrong = headerProblem(header, branch, rules);
  if (wrong !== undefined) return refused(wrong);
  const checked = checkVotes(attestations, branch, rules);
  if (!checked.ok) return checked;

  const draft = beginBlock(below, header, checked.votes);
  const tooMuch = sizeProblem(prepared, draft.parameters);
  if (tooMuch !== undefined) return refused(tooMuch);
  const { height, epoch } = header;
  const place = { height, epoch, parameters: draft.parameters, network: network.hash, checkSignature };
  for (const { sent } of prepared.transactions) {
    const reason = expiryProblem(sent, header.timestamp) ?? applyTransaction(draft, sent, place);
    if (reason !== undefined) return refused(reason);
  }
  const done = finishBlock(below, header, draft);
  if (header.members !== done.lists.hash) return refused("wrong_members");
  if (header.state_root !== stateRoot(done)) return refused("wrong_state_root");
  return { ok: true, state: stateAfter(below, done, draft, { height, hash: prepared.hash }), votes: checked.votes };
}

/** The limits in force: those that every network keeps were checked before (consensus 6.1). */
function sizeProblem({ bytes, transactions }: PreparedBlock, { max_block_bytes, max_items }: v2.Parameters): string | undefined {
  if (bytes.length > max_block_bytes) return "too_large";
  return transactions.reduce((sum, { sent }) => sum + itemCount(sent), 0) > max_items ? "too_many_items" : undefined;
}

/** The rules of consensus 3.3, 5.1 and 6.1 for a header above its parent. */
function headerProblem(header: v2.Header, { tip, state }: BranchBelow, { schedule }: BlockRules): string | undefined {
  if (header.previous_hash !== tip.hash || header.height !== tip.height + 1) return "wrong_parent";
  if (comparePositions(header, tip) <= 0) return "position_not_after_parent";
  if (header.timestamp <= tip.timestamp) return "time_not_after_parent";
  if (schedule.producerAt(state, header, header.rank) !== header.producer) return "wrong_producer";
  return header.history_root === frontierRoot(state.history) ? undefined : "wrong_history_root";
}
