import type { v2 } from "@lucid/proof";
import type { DraftState } from "../state/branch-state.ts";
import { withChanges } from "./parameters.ts";
import { leaveOpen, openProposals, type ProposalRow, queuedChanges, type UpdateRow } from "./proposals.ts";

/** Epochs after which a proposal that did not succeed is defeated (consensus 11.3). */
const ACTIVE_EPOCHS = 3;
/** Epochs between the one in which a decision became final and the one from which it is in force. */
const DELAY_EPOCHS = 2;
/** Changes of parameters that are remembered (consensus 6.5). */
const MAX_UPDATES = 100;

/** At the first block of an epoch: what is due comes into force. */
export function executeDue(draft: DraftState, epoch: number): void {
  const queued = queuedChanges(draft);
  const due = queued.filter((one) => one.due <= epoch);
  if (due.length === 0) return;
  const left = queued.slice(due.length);
  draft.set("queued", "", left.length === 0 ? undefined : left);
  let updates = draft.get<readonly UpdateRow[]>("updates", "") ?? [];
  for (const { proposal, changes } of due) {
    const before = draft.parameters;
    const made = changes.map(({ name, value }): UpdateRow => ({ name, before: before[name], value, proposal, epoch }));
    updates = [...updates, ...made].slice(-MAX_UPDATES);
    draft.parameters = withChanges(before, changes);
    draft.set("closed", proposal, "executed");
  }
  draft.set("updates", "", updates);
}

/** After a block's transactions: proposals succeed, are defeated, and get their date once the decision is final on the branch. */
export function decideProposals(draft: DraftState, { height, epoch }: { readonly height: number; readonly epoch: number }): void {
  for (const id of openProposals(draft)) {
    const row = draft.get<ProposalRow>("proposal", id);
    if (row === undefined) continue;
    if (row.succeeded !== null) date(draft, id, row, row.succeeded, epoch);
    else if (hasSupermajority(draft.members, row)) draft.set("proposal", id, { ...row, succeeded: height });
    else if (epoch >= row.since + ACTIVE_EPOCHS || isImpossible(draft.members, row)) leaveOpen(draft, id, "defeated");
  }
}

function date(draft: DraftState, id: string, { changes }: ProposalRow, succeeded: number, epoch: number): void {
  if (draft.members.pending !== null || draft.finality.final < succeeded) return;
  draft.set("queued", "", [...queuedChanges(draft), { proposal: id, changes, due: epoch + DELAY_EPOCHS }]);
  leaveOpen(draft, id);
}

const listsIn = ({ current, pending }: v2.Members): readonly v2.MemberList[] =>
  pending === null ? [current] : [current, pending];

const weightOf = ({ members }: v2.MemberList, isIn: (entity: string) => boolean): number =>
  members.reduce((sum, { entity, weight }) => sum + (isIn(entity) ? weight : 0), 0);

/** Whether votes for it carry more than two thirds of each list in force. */
const hasSupermajority = (lists: v2.Members, { votes }: ProposalRow): boolean =>
  listsIn(lists).every((list) => 3 * weightOf(list, (entity) => votes[entity] === 1) > 2 * weightOf(list, () => true));

/** Whether they never will, even if everybody who has not voted is for it. */
const isImpossible = (lists: v2.Members, { votes }: ProposalRow): boolean =>
  listsIn(lists).some((list) => 3 * weightOf(list, (entity) => (votes[entity] ?? 1) === 1) <= 2 * weightOf(list, () => true));
