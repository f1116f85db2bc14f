import { hashObject, merkle, type v2 } from "@lucid/proof";
import { emptyFrontier, type Frontier, frontierRoot } from "../../state/frontier.ts";
import { emptyRows, type RowKind, type Rows, rowName, rowsRoot } from "./rows.ts";

/** Heights below a block whose blocks its votes may have as their target (consensus 6.2). */
export const VOTE_WINDOW = 64;

/** Votes that one block holds, as `attester|target height`. */
export interface HeldVotes {
  readonly height: number;
  readonly votes: ReadonlySet<string>;
}

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
  /** Votes that the last `VOTE_WINDOW` blocks hold. */
  readonly held: readonly HeldVotes[];
  /** Root over the rows as they were after the last block of the epoch before this one's, or an earlier one. */
  readonly restBefore: string;
  /** The same of two epochs before: what headers of this epoch commit to. */
  readonly rest: string;
}

/** The state that transactions of one block write to. */
export interface DraftState {
  get<Value>(kind: RowKind, key: string): Value | undefined;
  set(kind: RowKind, key: string, value: unknown): void;
  readonly changes: ReadonlyMap<string, unknown>;
  anchors: Frontier;
}

export function createDraft(below: Pick<BranchState, "rows" | "anchors">): DraftState {
  const changes = new Map<string, unknown>();
  return {
    changes,
    anchors: below.anchors,
    get<Value>(kind: RowKind, key: string) {
      const name = rowName(kind, key);
      return changes.has(name) ? (changes.get(name) as Value | undefined) : below.rows.get<Value>(kind, key);
    },
    set: (kind, key, value) => void changes.set(rowName(kind, key), value),
  };
}

/** The state of the genesis. */
export const genesisState: BranchState = {
  ...{ epoch: 0, rows: emptyRows, anchors: emptyFrontier, txTotal: 0, history: emptyFrontier, held: [] },
  ...{ restBefore: merkle.EMPTY_ROOT, rest: merkle.EMPTY_ROOT },
};

/** The `rest` of a block of `epoch` above this state, with the root that becomes the one before (consensus 12.1). */
export function restAt(
  state: BranchState,
  epoch: number,
  network: Pick<v2.Network, "members">,
): Pick<BranchState, "rest" | "restBefore"> {
  if (epoch === state.epoch) return { rest: state.rest, restBefore: state.restBefore };
  const now = restRoot(state, network);
  const two = epoch === state.epoch + 1 ? state.restBefore : now;
  return { rest: epoch < 2 ? merkle.EMPTY_ROOT : two, restBefore: now };
}

/** The rows on which validity depends. Which tags are anchored follows from the anchor tree. */
function restRoot({ rows, held }: BranchState, { members }: Pick<v2.Network, "members">): string {
  const votes = held.flatMap((block) => [...block.votes].map((vote) => ["vote", vote, block.height] as const));
  const kept = [...rows.all()].filter(([kind]) => kind !== "anchored");
  return rowsRoot([...kept, ...votes, ["members", "0", members.current]]);
}

/** A header's `state_root`. Without task proofs the tally has no rows; without governance the parameters are the genesis's. */
export const stateRoot = (anchors: Frontier, rest: string, network: Pick<v2.Network, "membersHash" | "genesis">): string =>
  hashObject({
    anchors: frontierRoot(anchors),
    anchor_count: anchors.count,
    members: network.membersHash,
    tally: merkle.EMPTY_ROOT,
    parameters: hashObject(network.genesis.parameters),
    rest,
  });
