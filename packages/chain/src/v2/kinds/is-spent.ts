import { v2 } from "@lucid/proof";
import type { ProposalRow } from "../governance/proposals.ts";
import { proposalState } from "../governance/registry.ts";
import type { BranchState } from "../state/branch-state.ts";
import { newestList } from "../state/lists.ts";
import type { Rows } from "../state/rows.ts";
import { linkName } from "./network-link.ts";
import { entityOf, punishedName } from "./offence-evidence.ts";
import { memberOf } from "./sender.ts";
import { PROOF_EPOCHS, proofName } from "./task-proof.ts";

type Outdating = Pick<BranchState, "rows" | "lists" | "epoch">;

/** The next sequence of a sender. */
export const nextSequence = (rows: Rows, sender: string): number => rows.get<number>("sequence", sender) ?? 0;

/** Whether a transaction can be in no block above this state: its sequence is used, or somebody else brought what it says. */
export function isSpent(state: Outdating, sent: v2.SentTransaction): boolean {
  const { sequence, sender } = sent.transaction;
  return sequence < nextSequence(state.rows, sender) || isOutdated(state, sent);
}

/** Whether what a transaction says is in the state already, or can never be any more, so that its sequence waits in vain. */
export function isOutdated({ rows, lists, epoch }: Outdating, sent: v2.SentTransaction): boolean {
  const { members } = lists;
  if (v2.isOf("membership", sent)) return sent.transaction.data.base.version < newestList(members).version;
  if (v2.isOf("task_proof", sent)) {
    const { data } = sent.transaction;
    return data.epoch < epoch - PROOF_EPOCHS || rows.get("proof", proofName(data)) !== undefined;
  }
  if (v2.isOf("network_link", sent)) {
    const { sender, data } = sent.transaction;
    return rows.get("link", linkName(sender, data.network)) !== undefined;
  }
  if (v2.isOf("governance", sent)) return isClosed(rows, lists.members, sent.transaction);
  return v2.isOf("evidence", sent) && isPunished({ rows, members }, sent.transaction.data);
}

/** Whether a vote or a cancellation comes too late: its proposal is decided, or its member has voted. */
function isClosed(rows: Rows, members: v2.Members, { data, sender }: v2.Sent<"governance">["transaction"]): boolean {
  if (data.action === "propose") return false;
  const proposal = rows.get<ProposalRow>("proposal", data.proposal);
  if (proposal === undefined) return proposalState({ rows }, data.proposal) !== undefined;
  const entity = memberOf({ members, get: (kind, key) => rows.get(kind, key) }, sender);
  const hasVoted = data.action === "vote" && entity !== undefined && proposal.votes[entity] !== undefined;
  return proposal.succeeded !== null || hasVoted;
}

/** Whether an offence has its evidence in the state. */
export function isPunished(
  { rows, members }: { readonly rows: Rows; readonly members: v2.Members },
  pair: v2.OffencePair,
): boolean {
  const facts = v2.offenceFacts(pair);
  const state = { members, get: <Value>(kind: Parameters<Rows["get"]>[0], key: string) => rows.get<Value>(kind, key) };
  const entity = facts && entityOf(state, facts.key, facts.epoch);
  return facts !== undefined && entity !== undefined && rows.get("punished", punishedName(entity, facts)) !== undefined;
}
