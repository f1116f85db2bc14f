import { hashObject, merkle, type v2 } from "@lucid/proof";
import { emptyFrontier, type Frontier, frontierRoot } from "../../state/frontier.ts";
import { type BranchFinality, beginBranch } from "../consensus/branch-finality.ts";
import { emptyTally, leaderWeights, type Tally, tallyOf } from "../credits/tally.ts";
import { parametersFrom } from "../governance/parameters.ts";
import type { Lists } from "./lists.ts";
import { emptyRows, type RowKind, type Rows, rowName, rowsRoot } from "./rows.ts";

/** The state after one block of one branch. Immutable. */
export interface BranchState {
  readonly epoch: number;
  readonly rows: Rows;
  /** Every anchor in chain order. */
  readonly anchors: Frontier;
  /** Transactions from genesis on. */
  readonly txTotal: number;
  /** Hashes of the blocks from height 1 to this one. */
  readonly history: Frontier;
  /** What the votes in these blocks have made final. */
  readonly finality: BranchFinality;
  /** The lists that this block needs. */
  readonly lists: Lists;
  /** Height of the block that made the pending list; undefined outside a handover. */
  readonly handoverAt: number | undefined;
  /** Members among whom the seats of this block's epoch are dealt. */
  readonly roster: v2.MemberList;
  /** Leader weights of the roster's members. */
  readonly weights: readonly number[];
  /** The tally of the epoch before this block's: what headers of this epoch commit to. */
  readonly tally: Tally;
  /** Parameters in force. */
  readonly parameters: v2.Parameters;
  /** Root over the rows as they were after the last block of the epoch before this one's, or an earlier one. */
  readonly restBefore: string;
  /** The same of two epochs before: what headers of this epoch commit to. */
  readonly rest: string;
}

/** The state that one block writes to. */
export interface DraftState {
  get<Value>(kind: RowKind, key: string): Value | undefined;
  set(kind: RowKind, key: string, value: unknown): void;
  readonly changes: ReadonlyMap<string, unknown>;
  anchors: Frontier;
  finality: BranchFinality;
  members: v2.Members;
  handoverAt: number | undefined;
  /** In force in this block. */
  parameters: v2.Parameters;
}

export function createDraft({ rows, anchors, finality, lists, handoverAt, parameters }: BranchState): DraftState {
  const changes = new Map<string, unknown>();
  return {
    ...{ changes, anchors, finality, members: lists.members, handoverAt, parameters },
    get<Value>(kind: RowKind, key: string) {
      const name = rowName(kind, key);
      return changes.has(name) ? (changes.get(name) as Value | undefined) : rows.get<Value>(kind, key);
    },
    set: (kind, key, value) => void changes.set(rowName(kind, key), value),
  };
}

/** A list in the state, with the epochs in which it was in force; `until` is null as long as it is. */
export interface ListRow {
  readonly members: readonly v2.Member[];
  readonly since: number;
  readonly until: number | null;
}

/** Name of the row with the version of the list that is the roster of an epoch. */
export const rosterName = (epoch: number): string => String(epoch);

/** The state of the genesis. */
export function genesisState({
  genesis,
  members,
  membersHash,
  voters,
}: Pick<v2.Network, "genesis" | "members" | "membersHash" | "voters">): BranchState {
  const first: ListRow = { members: members.current.members, since: 0, until: null };
  return {
    ...{ epoch: 0, anchors: emptyFrontier, txTotal: 0, history: emptyFrontier, finality: beginBranch },
    rows: emptyRows.with(
      new Map<string, unknown>([
        [rowName("list", "0"), first],
        [rowName("roster", rosterName(0)), 0],
        ...members.current.members.map(({ entity, public_key }) => [rowName("key", public_key), entity] as const),
      ]),
    ),
    ...{ lists: { members, hash: membersHash, voters }, handoverAt: undefined, roster: members.current },
    ...{ weights: members.current.members.map(() => 1), tally: emptyTally, parameters: genesis.parameters },
    ...{ restBefore: merkle.EMPTY_ROOT, rest: merkle.EMPTY_ROOT },
  };
}

/** Members among whom the seats of an epoch are dealt, for blocks above this state (consensus 3.1). */
export const rosterAt = ({ epoch, roster, lists }: Pick<BranchState, "epoch" | "roster" | "lists">, at: number): v2.MemberList =>
  at === epoch ? roster : lists.members.current;

/** Leader weights of the roster of an epoch, for blocks above this state: by the tally of two epochs before (consensus 3.1). */
export const weightsAt = (state: BranchState, at: number): readonly number[] =>
  at === state.epoch
    ? state.weights
    : leaderWeights(rosterAt(state, at).members, tallyAt(state, at - 2), parametersAt(state, at));

/** What is in force in an epoch, for blocks above this state. */
export const parametersAt = (state: Pick<BranchState, "epoch" | "rows" | "parameters">, at: number): v2.Parameters =>
  at === state.epoch ? state.parameters : parametersFrom(state, at);

/** The tally of an epoch that is not over below this state, or of the one before. */
export const tallyAt = ({ epoch, rows, tally, parameters }: BranchState, at: number): Tally =>
  at === epoch - 1 ? tally : tallyOf(rows, at, parameters);

/** The `rest` of a block of `epoch` above this state, with the root that becomes the one before (consensus 12.1). */
export function restAt(state: BranchState, epoch: number): Pick<BranchState, "rest" | "restBefore"> {
  if (epoch === state.epoch) return { rest: state.rest, restBefore: state.restBefore };
  const now = restRoot(state);
  const two = epoch === state.epoch + 1 ? state.restBefore : now;
  return { rest: epoch < 2 ? merkle.EMPTY_ROOT : two, restBefore: now };
}

/** Rows that follow from others, or that no rule reads. */
const UNCOMMITTED: ReadonlySet<RowKind> = new Set(["anchored", "closed", "updates"]);

/** The rows on which validity depends. Which tags are anchored follows from the anchor tree. */
function restRoot({ rows, finality, handoverAt }: BranchState): string {
  const votes = finality.targets.flatMap(({ height, votes: held }) =>
    [...held].map(([voter, source]) => ["vote", `${height}|${voter}`, source] as const),
  );
  const kept = [...rows.all()].filter(([kind]) => !UNCOMMITTED.has(kind));
  const { final, justified } = finality;
  return rowsRoot([...kept, ...votes, ["finality", "", { final, justified, handover: handoverAt ?? null }]]);
}

/** A header's `state_root`. */
export const stateRoot = ({
  anchors,
  lists,
  tally,
  parameters,
  rest,
}: Pick<BranchState, "anchors" | "lists" | "tally" | "parameters" | "rest">): string =>
  hashObject({
    anchors: frontierRoot(anchors),
    anchor_count: anchors.count,
    members: lists.hash,
    tally: tally.root,
    parameters: hashObject(parameters),
    rest,
  });
