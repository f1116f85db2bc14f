import type { v2 } from "@lucid/proof";
import { appendLeaf } from "../../state/frontier.ts";
import { countVotes, growBranch, targetAt } from "../consensus/branch-finality.ts";
import type { Vote } from "../consensus/fork-tree.ts";
import { OFFENCE_EPOCHS, suspendWaiting } from "../kinds/offence-evidence.ts";
import { type BranchState, createDraft, type DraftState, type ListRow, restAt, rosterAt } from "../state/branch-state.ts";
import { listsOf } from "../state/lists.ts";

/** Epochs for which a list that is no longer in force is kept: evidence may name it (consensus 12.1). */
const LIST_EPOCHS = OFFENCE_EPOCHS + 1;

export interface BlockPlace {
  readonly height: number;
  readonly epoch: number;
}

/** What a block does before its transactions (consensus 6.3): the epoch's beginning, its votes, the end of a handover. */
export function beginBlock(below: BranchState, place: BlockPlace, votes: readonly Vote[]): DraftState {
  const draft = createDraft(below);
  if (place.epoch !== below.epoch) forgetOld(draft, below, place.epoch);
  draft.finality = countVotes(
    below.finality,
    votes.flatMap(({ attester, source, target }) => {
      const voter = targetAt(below.finality, target.height)?.voters.indexOf(attester);
      return voter === undefined ? [] : [{ voter, source: source.height, target: target.height }];
    }),
  );
  endHandover(draft, place);
  return draft;
}

/** The first block on whose branch a block that needs both lists is final needs the newer one alone (2.5). */
function endHandover(draft: DraftState, { epoch }: BlockPlace): void {
  const { current, pending } = draft.members;
  if (pending === null || draft.handoverAt === undefined || draft.finality.final < draft.handoverAt) return;
  const row = draft.get<ListRow>("list", String(current.version));
  draft.set("list", String(current.version), { ...row, until: epoch });
  draft.members = { current: pending, pending: null };
  draft.handoverAt = undefined;
}

/** Takes away what no evidence can name any more. */
function forgetOld(draft: DraftState, below: BranchState, epoch: number): void {
  for (const [kind, key, value] of below.rows.all()) {
    const isOldList = kind === "list" && ((value as ListRow).until ?? epoch) < epoch - LIST_EPOCHS;
    const isOldOffence = kind === "punished" && (value as number) < epoch - OFFENCE_EPOCHS;
    if (isOldList || isOldOffence) draft.set(kind, key, undefined);
  }
}

/** What a block does after its transactions. Returns the state below its own root, which names no block yet. */
export function finishBlock(
  below: BranchState,
  place: BlockPlace & Pick<v2.Header, "tx_count">,
  draft: DraftState,
): Omit<BranchState, "history" | "finality"> {
  suspendWaiting(draft, place);
  const { members, handoverAt, anchors, changes } = draft;
  const { epoch } = place;
  return {
    ...{ epoch, anchors, handoverAt, rows: below.rows.with(changes), txTotal: below.txTotal + place.tx_count },
    lists: members === below.lists.members ? below.lists : listsOf(members),
    roster: rosterAt(below, epoch),
    ...restAt(below, epoch),
  };
}

/** The state after a block whose hash is known. */
export function stateAfter(
  below: BranchState,
  done: Omit<BranchState, "history" | "finality">,
  { finality }: Pick<DraftState, "finality">,
  { height, hash }: { readonly height: number; readonly hash: string },
): BranchState {
  const { epoch, lists } = done;
  return {
    ...done,
    history: appendLeaf(below.history, Uint8Array.from(Buffer.from(hash, "hex"))),
    finality: growBranch(finality, { height, hash, epoch, voters: lists.voters }),
  };
}
