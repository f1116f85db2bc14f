import type { v2 } from "@lucid/proof";
import { leaveOpen, openProposal, openProposals, type ProposalRow } from "../governance/proposals.ts";
import type { DraftState } from "../state/branch-state.ts";
import { memberOf } from "./sender.ts";
import type { Statement } from "./statement.ts";

type Act<Action extends v2.GovernanceAction> = Statement<{ readonly data: Action; readonly id: string }>;

/** A member's part in governance (consensus 11), or why the state does not take it. `id` is the transaction's. */
export function govern(state: DraftState, statement: Act<v2.GovernanceAction>): string | undefined {
  const { data, sender, id, epoch } = statement;
  const entity = memberOf(state, sender);
  if (entity === undefined) return "no_member_key";
  if (data.action === "propose") {
    const isOpen = openProposals(state).some((open) => state.get<ProposalRow>("proposal", open)?.proposer === entity);
    if (isOpen) return "proposal_open";
    openProposal(state, id, { proposer: entity, changes: data.changes, since: epoch, succeeded: null, votes: {} });
    return undefined;
  }
  const proposal = state.get<ProposalRow>("proposal", data.proposal);
  if (proposal === undefined || proposal.succeeded !== null) return "no_active_proposal";
  if (data.action === "cancel") {
    if (proposal.proposer !== entity) return "not_the_proposer";
    leaveOpen(state, data.proposal, "canceled");
    return undefined;
  }
  if (proposal.votes[entity] !== undefined) return "voted";
  state.set("proposal", data.proposal, { ...proposal, votes: { ...proposal.votes, [entity]: data.support } });
  return undefined;
}
