import { isDatabaseTrouble } from "@lucid/foundation";
import { hashObject, v2 } from "@lucid/proof";
import { applyBlock } from "../blocks/apply-block.ts";
import type { BlockRules } from "../blocks/block-context.ts";
import { forkBlockOf, genesisBlock } from "../blocks/fork-block.ts";
import type { PreparedBlock } from "../blocks/prepare-block.ts";
import type { ForkBlock } from "../consensus/fork-node.ts";
import { type BranchState, genesisState, stateRoot } from "../state/branch-state.ts";
import { createEpochEnds, type EpochEnds } from "../state/epoch-ends.ts";
import { type ListsFrom, readSnapshot } from "../state/snapshot.ts";
import type { NetworkStore, StoredSnapshot, TreeRoot } from "../store/store.types.ts";
import { createLastSigned, type LastSigned } from "./last-signed.ts";

/** How a chain was opened. */
export interface Opening {
  /** Height of the snapshot that it was opened from; 0 for the genesis. */
  readonly from: number;
  /** Final blocks that were applied. */
  readonly applied: number;
  /** Snapshots that do not hold, which were not followed. */
  readonly refused: readonly { readonly height: number; readonly reason: string }[];
}

/** The final chain of a disk: what the tree of blocks begins with. */
export interface OpenedChain {
  readonly root: ForkBlock;
  readonly state: BranchState;
  /** Hashes of the blocks from the genesis to the root. */
  readonly canonical: string[];
  readonly lists: ListsFrom[];
  readonly signed: LastSigned;
  readonly ends: EpochEnds;
  readonly carried: TreeRoot["carried"];
  readonly opening: Opening;
}

export interface OpenChainDeps {
  readonly store: NetworkStore;
  readonly rules: BlockRules;
  /** Prepares a block of the own disk. */
  readonly prepare: (bytes: Uint8Array) => PreparedBlock;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");

/**
 * Applies the final blocks of a disk, from its newest snapshot on that holds, up to the block of the last certificate. Without a snapshot
 * that holds it begins at the genesis; where that does not come to what the certificate says either, nothing is taken for final, and the
 * votes are counted anew above the genesis.
 */
export function openChain(deps: OpenChainDeps): OpenedChain {
  const { store, rules } = deps;
  const root = certifiedRoot(store, rules);
  if (root === undefined) return { ...beginning(deps, []), carried: [] };
  const canonical = [rules.network.hash, ...store.finals().slice(0, root.height)];
  const refused: { height: number; reason: string }[] = [];
  const starts = [...store.snapshots().filter(({ height }) => height <= root.height), undefined];
  for (const snapshot of starts)
    try {
      const opened = followFinals(snapshot, canonical, root, deps);
      return { ...opened, carried: root.carried, opening: { ...opened.opening, refused } };
    } catch (error) {
      if (isDatabaseTrouble(error)) throw error;
      if (snapshot !== undefined) refused.push({ height: snapshot.height, reason: reasonOf(error) });
    }
  return { ...beginning(deps, refused), carried: [] };
}

type Begun = Omit<OpenedChain, "carried">;

function beginning({ rules: { network } }: OpenChainDeps, refused: Opening["refused"]): Begun {
  const root = genesisBlock(network);
  const state = genesisState(network);
  return {
    ...{ root, state, canonical: [root.hash], lists: [{ from: 0, lists: state.lists }], signed: createLastSigned() },
    ...{ ends: createEpochEnds({ block: root, state }), opening: { from: 0, applied: 0, refused } },
  };
}

/** The final block that the tree begins with, where a certificate that holds says that it is final. */
function certifiedRoot(store: NetworkStore, { network, checkSignature }: BlockRules): TreeRoot | undefined {
  const [root, certificate] = [store.root(), store.lastCertificate()];
  if (root === undefined || certificate === undefined) return undefined;
  const checked = v2.checkCertificate(certificate, network, checkSignature);
  return checked.ok && checked.value.hash === root.hash && certificate.header.height === root.height ? root : undefined;
}

/** @throws Error where a block does not follow from the one before, or the snapshot from its headers. */
function followFinals(
  snapshot: StoredSnapshot | undefined,
  canonical: readonly string[],
  upTo: TreeRoot,
  deps: OpenChainDeps,
): Begun {
  const { rules } = deps;
  const begun = snapshot === undefined ? beginning(deps, []) : openedAt(snapshot, canonical, deps);
  const { lists, signed, ends } = begun;
  const from = begun.root.height;
  let { root: tip, state } = begun;
  for (let height = from + 1; height <= upTo.height; height += 1) {
    const prepared = blockAt(canonical, height, deps);
    const applied = applyBlock(prepared, { tip, state, hashAt: (at) => canonical[at] }, rules);
    if (!applied.ok) throw new Error(`block ${height} does not apply: ${applied.reason}`);
    state = applied.state;
    tip = forkBlockOf(prepared, state.lists);
    if (state.lists !== lists.at(-1)?.lists) lists.push({ from: height, lists: state.lists });
    signed.sawBlock(prepared);
    for (const vote of applied.votes) signed.sawVote(vote);
    ends.saw(tip, state);
  }
  if (tip.hash !== upTo.hash || canonical.length !== upTo.height + 1) throw new Error("the final blocks are not all there");
  if (snapshot !== undefined && ends.proven === undefined) throw new Error("no final header commits to its rows");
  const opening = { from, applied: upTo.height - from, refused: [] };
  return { root: tip, state, canonical: [...canonical], lists, signed, ends, opening };
}

/** What a snapshot says, compared with the header of its block. Its rows are compared by whoever applies the blocks above it. */
function openedAt(snapshot: StoredSnapshot, canonical: readonly string[], deps: OpenChainDeps): Begun {
  const { state, lists, signed } = readSnapshot(snapshot, canonical);
  const { height } = snapshot;
  const prepared = blockAt(canonical, height, deps);
  const { header } = prepared.block;
  if (header.epoch !== state.epoch || header.state_root !== stateRoot(state)) throw new Error("its state root is another one");
  for (const { from, lists: one } of lists.slice(1))
    if (headerAt(canonical, from, deps)?.members !== one.hash) throw new Error(`its members from ${from} on are others`);
  const root = forkBlockOf(prepared, state.lists);
  return {
    ...{ root, state, canonical: [], lists: [...lists], signed: createLastSigned(signed) },
    ...{ ends: createEpochEnds({ block: root, state }), opening: { from: height, applied: 0, refused: [] } },
  };
}

function headerAt(canonical: readonly string[], height: number, { store }: OpenChainDeps): v2.Header | undefined {
  const hash = canonical[height] ?? "";
  const header = store.header(hash);
  return header !== undefined && hashObject(header) === hash ? header : undefined;
}

function blockAt(canonical: readonly string[], height: number, { store, prepare }: OpenChainDeps): PreparedBlock {
  const hash = canonical[height] ?? "";
  const bytes = store.block(hash);
  if (bytes === undefined) throw new Error(`block ${height} is not there`);
  const prepared = prepare(bytes);
  if (prepared.hash !== hash) throw new Error(`block ${height} is another one`);
  return prepared;
}
