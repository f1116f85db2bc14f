import type { v2 } from "@lucid/proof";
import { appendLeaf } from "../../state/frontier.ts";
import { countVotes, growBranch, targetAt } from "../consensus/branch-finality.ts";
import type { Vote } from "../consensus/fork-tree.ts";
import { addWork, earnFinal, type WorkRow } from "../credits/block-work.ts";
import { decideProposals, executeDue } from "../governance/decide.ts";
import { OFFENCE_EPOCHS, suspendWaiting } from "../kinds/offence-evidence.ts";
import { PROOF_EPOCHS } from "../kinds/task-proof.ts";
import {
  type BranchState,
  createDraft,
  type DraftState,
  type ListRow,
  restAt,
  rosterAt,
  rosterName,
  tallyAt,
  weightsAt,
} from "../state/branch-state.ts";
import { listsOf } from "../state/lists.ts";

/** Epochs for which a list that is no longer in force is kept: evidence may name it (consensus 12.1). */
const LIST_EPOCHS = OFFENCE_EPOCHS + 1;
/** Epochs for which is kept what was earned in them: the longest window, and the tally of the epoch before (consensus 1). */
const EARNED_EPOCHS = 31;

export interface BlockPlace {
  readonly height: number;
  readonly epoch: number;
}

/** What a block does before its transactions (consensus 6.3): the epoch's beginning, its votes, the end of a handover. */
export function beginBlock(below: BranchState, place: BlockPlace, votes: readonly Vote[]): DraftState {
  const draft = createDraft(below);
  if (place.epoch !== below.epoch) {
    forgetOld(draft, below, place.epoch);
    executeDue(draft, place.epoch);
    noteRosters(draft, below, place.epoch);
  }
  const counted = votes.flatMap(({ attester, source, target }) => {
    const block = targetAt(below.finality, target.height);
    const voter = block?.voters.indexOf(attester);
    if (block === undefined || voter === undefined) return [];
    return [{ entity: block.voters.entities[voter] ?? "", voter, source: source.height, target: target.height }];
  });
  draft.finality = countVotes(below.finality, counted);
  const finals = { above: below.finality.final, upTo: draft.finality.final, epoch: place.epoch };
  earnFinal(draft, finals, below.parameters);
  addWork(draft, place, { votes: votesByEntity(counted) });
  endHandover(draft, place);
  return draft;
}

/** Whose votes a block holds, and how many. */
function votesByEntity(votes: readonly { readonly entity: string }[]): WorkRow["votes"] {
  const byEntity = Map.groupBy(votes, ({ entity }) => entity);
  return [...byEntity].map(([entity, own]) => [entity, own.length] as const).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** The rosters of the epochs that begin, as far as work can still be proven in them. */
function noteRosters(draft: DraftState, below: BranchState, epoch: number): void {
  for (let at = Math.max(below.epoch + 1, epoch - PROOF_EPOCHS); at <= epoch; at += 1)
    draft.set("roster", rosterName(at), below.lists.members.current.version);
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

/** Takes away what no evidence and no proof can name any more. */
function forgetOld(draft: DraftState, below: BranchState, epoch: number): void {
  const rows = [...below.rows.all()];
  const open = rows.flatMap(([kind, , value]) => (kind === "work" ? [(value as WorkRow).epoch] : []));
  const firstOpen = Math.min(epoch, ...open);
  for (const [kind, key, value] of rows) {
    const isOldProof = kind === "proof" && (value as number) < epoch - PROOF_EPOCHS;
    const isOldRoster = kind === "roster" && Number(key) < epoch - PROOF_EPOCHS;
    const isOldWork = kind === "earned" && Number(key) < epoch - EARNED_EPOCHS;
    const isSettled = kind === "present" && Number(key) < firstOpen - PROOF_EPOCHS;
    if (isOldProof || isOldRoster || isOldWork || isSettled) draft.set(kind, key, undefined);
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
  decideProposals(draft, place);
  const { members, handoverAt, anchors, changes } = draft;
  const { epoch } = place;
  return {
    ...{ epoch, anchors, handoverAt, rows: below.rows.with(changes), txTotal: below.txTotal + place.tx_count },
    lists: members === below.lists.members ? below.lists : listsOf(members),
    ...{ roster: rosterAt(below, epoch), weights: weightsAt(below, epoch), parameters: draft.parameters },
    tally: epoch === below.epoch ? below.tally : tallyAt(below, epoch - 1),
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
