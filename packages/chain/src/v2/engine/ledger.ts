import type { BlockRef, v2 } from "@lucid/proof";
import { type Applied, applyBlock } from "../blocks/apply-block.ts";
import type { BlockRules, BranchBelow } from "../blocks/block-context.ts";
import { type HeldVote, voteName } from "../blocks/check-votes.ts";
import { forkBlockOf } from "../blocks/fork-block.ts";
import type { PreparedBlock, PreparedTransaction } from "../blocks/prepare-block.ts";
import { VOTE_WINDOW } from "../consensus/branch-finality.ts";
import type { ForkBlock } from "../consensus/fork-node.ts";
import { createForkTree, type ForkTree, type VoteOutcome } from "../consensus/fork-tree.ts";
import { createBlockWatch, createOffenceWatch, type Offence } from "../consensus/offences.ts";
import type { BranchState } from "../state/branch-state.ts";
import type { Lists } from "../state/lists.ts";
import type { Rows } from "../state/rows.ts";
import { listsIn, type SnapshotContent } from "../state/snapshot.ts";
import type { FinalBlock, NetworkCommit, NetworkStore } from "../store/store.types.ts";
import type { LastSigned } from "./last-signed.ts";
import { makeCertificate } from "./make-certificate.ts";
import { type Opening, openChain } from "./open-chain.ts";

/** What one block or vote changed: blocks that left and joined the canonical chain, and blocks now final. */
export interface LedgerUpdate {
  readonly abandoned: readonly ForkBlock[];
  readonly adopted: readonly ForkBlock[];
  readonly finalized: readonly ForkBlock[];
}

export type ImportOutcome =
  | { readonly kind: "imported"; readonly update: LedgerUpdate; readonly votes: readonly HeldVote[] }
  | { readonly kind: "refused"; readonly reason: string };

/** Blocks and votes of one network on one disk. */
export interface Ledger {
  readonly tree: Pick<ForkTree, "head" | "headWithout" | "justified" | "final" | "size" | "get" | "ancestorAt" | "boost">;
  /** The state after a block at or above the final one. */
  stateOf(block: ForkBlock): BranchState;
  /** The rows of that state. */
  rowsOf(block: ForkBlock): Rows;
  branchOf(block: ForkBlock): BranchBelow;
  /** Applies a prepared block above its parent, which is in the tree, and stores it. */
  append(prepared: PreparedBlock): ImportOutcome;
  /** Counts a vote whose signature was checked. It is stored with the next block, or by `flush`. */
  vote(vote: HeldVote): { readonly outcome: VoteOutcome; readonly update: LedgerUpdate | undefined };
  /** Votes that a block above this one may hold, and that its branch does not hold. */
  openVotes(branch: BranchBelow): readonly HeldVote[];
  /** Hash of the block at a height between genesis and head. */
  canonicalHash(height: number): string | undefined;
  transactionsOf(hash: string): readonly PreparedTransaction[];
  flush(): void;
  /** What the work appends and finds out is written in one commit, after it: nobody may be told of it before. */
  together<Result>(work: () => Result): Result;
  /** Lists of the block at a height up to the final one. */
  listsAt(height: number): Lists;
  /** Heights of the final blocks from which on membership changed hands, ascending. */
  handovers(): readonly number[];
  /** The last block and the vote for the greatest height that are known of a key. */
  lastSignedBy: LastSigned["of"];
  /** Takes note of a signed block, whether it is valid or not. */
  sawBlock(prepared: PreparedBlock): void;
  /** Signed pairs that no honest key makes. */
  readonly offences: readonly v2.OffencePair[];
  /** How it was opened. */
  readonly opening: Opening;
  /** What a snapshot of the newest state that final headers commit to holds; undefined while there is none. */
  snapshot(): SnapshotContent | undefined;
}

interface Entry {
  readonly prepared: PreparedBlock;
  readonly block: ForkBlock;
  /** Votes that it holds. */
  readonly held: readonly HeldVote[];
  /** Votes for it that were counted. */
  readonly votes: HeldVote[];
}

export interface LedgerDeps {
  readonly store: NetworkStore;
  readonly rules: BlockRules;
  /** Prepares a block of the own disk. */
  readonly prepare: (bytes: Uint8Array) => PreparedBlock;
}

/** Final blocks of an older disk, which says of none that it is, in one commit. */
const NOTED_AT_ONCE = 512;

export function createLedger({ store, rules, prepare }: LedgerDeps): Ledger {
  const { network } = rules;
  const opened = openChain({ store, rules, prepare });
  const { root, canonical, lists: finalLists, signed, ends } = opened;
  const tree = createForkTree(root);
  const watch = createOffenceWatch<HeldVote>();
  const blockWatch = createBlockWatch();
  const offences: v2.OffencePair[] = [];
  const states = new Map([[root.hash, opened.state]]);
  const entries = new Map<string, Entry>();
  let finalHeight = root.height;
  /** Final blocks that are not on the disk as such. */
  let unnoted: FinalBlock[] = [];
  let unwritten: HeldVote[] = [];
  /** What is written together, while there is such work. */
  let open: { readonly blocks: { readonly hash: string; readonly bytes: Uint8Array }[]; readonly stood: HeldVote[] } | undefined;
  /** Whether the memory is ahead of a disk that failed: only another start brings them together. */
  let isTorn = false;
  /** Votes on the disk that no block which was read so far makes final; undefined once everything was read. */
  let toRead: Map<string, HeldVote> | undefined;
  /** Votes from below the root by the hash of their target, which is above it. */
  const carried = new Map<string, { readonly vote: HeldVote; readonly isSupport: boolean }[]>();

  /** Moves the canonical chain to the head and takes note of what became final. */
  function settle(): LedgerUpdate {
    const adopted: ForkBlock[] = [];
    for (
      let at = entries.get(tree.head.hash);
      at !== undefined && canonical[at.block.height] !== at.block.hash;
      at = entries.get(at.block.parent)
    )
      adopted.push(at.block);
    const meeting = tree.head.height - adopted.length;
    const abandoned = blocksAt(canonical.splice(meeting + 1));
    canonical.push(...adopted.toReversed().map(({ hash }) => hash));
    const finalized = blocksAt(canonical.slice(finalHeight + 1, tree.final.height + 1));
    finalHeight = tree.final.height;
    for (const block of finalized) {
      const state = stateOf(block);
      if (state.lists !== finalLists.at(-1)?.lists) finalLists.push({ from: block.height, lists: state.lists });
      ends.saw(block, state);
      const { height, hash } = block;
      unnoted.push({ height, hash, transactions: transactionsOf(hash).map(({ id }) => id) });
    }
    if (finalized.length > 0) becameFinal(tree.final, standingIn(finalized));
    return { abandoned, adopted: adopted.toReversed(), finalized };
  }

  const blocksAt = (hashes: readonly string[]): ForkBlock[] => hashes.flatMap((hash) => entries.get(hash)?.block ?? []);

  const standingIn = (blocks: readonly ForkBlock[]): readonly HeldVote[] =>
    blocks.flatMap(({ hash }) => entries.get(hash)?.held ?? []);

  /** The votes that made a block final are on the disk before anybody hears of it, and so is its certificate. */
  function becameFinal(final: ForkBlock, stood: readonly HeldVote[]): void {
    if (open !== undefined) open.stood.push(...stood);
    else if (toRead === undefined) {
      const certificate = certificateOf(final);
      store.commit({ votes: unwritten, stood, certificate, ...(certificate && finality(final)) });
      unwritten = [];
      if (certificate !== undefined) unnoted = [];
    } else {
      for (const vote of stood) toRead.delete(voteName(vote));
      if (unnoted.length >= NOTED_AT_ONCE) store.commit({ finals: unnoted.splice(0) });
    }
    for (const [hash, { block }] of entries) {
      if (tree.get(hash) !== undefined) continue;
      states.delete(hash);
      if (block.height <= final.height - VOTE_WINDOW || canonical[block.height] !== hash) entries.delete(hash);
    }
    states.delete(root.hash);
    watch.prune(final.height);
    blockWatch.prune(final.slot);
  }

  /** What the disk needs to begin with this block after a restart; its certificate is written with it. */
  function finality({ height, hash }: ForkBlock): Pick<NetworkCommit, "finals" | "root"> {
    const above = [...entries.values()].filter(({ block }) => block.height > height && tree.get(block.hash) !== undefined);
    const fromBelow = above.flatMap(({ votes }) => votes.filter(({ source }) => source.height < height));
    const named = fromBelow.map((vote) => ({
      ...{ attester: vote.attester, source: vote.source.hash, target: vote.target.hash, isSupport: tree.isSupport(vote) },
    }));
    return { finals: unnoted, root: { height, hash, carried: named } };
  }

  function assertWhole(): void {
    if (isTorn) throw new Error("chain: the disk has failed, and holds less than was taken in");
  }

  /** Votes that came and stood in a final block within the same work were never on the disk, and need not be. */
  function writeTogether(
    blocks: NonNullable<NetworkCommit["blocks"]>,
    stood: readonly HeldVote[],
    certificate: v2.Certificate | undefined,
  ): void {
    const fresh = new Set(unwritten.map(voteName));
    const gone = new Set(stood.map(voteName));
    const votes = unwritten.filter((vote) => !gone.has(voteName(vote)));
    const onDisk = stood.filter((vote) => !fresh.has(voteName(vote)));
    if (blocks.length + votes.length + onDisk.length > 0)
      store.commit({ blocks, votes, stood: onDisk, certificate, ...(certificate && finality(tree.final)) });
    unwritten = [];
    if (certificate !== undefined) unnoted = [];
  }

  function certificateOf(final: ForkBlock): v2.Certificate | undefined {
    const self = entries.get(final.hash)?.prepared.block;
    const { reason } = tree;
    if (self === undefined || reason === undefined) throw new Error(`chain: the final block ${final.hash} is not at hand`);
    const voteOf = (attester: string, source: string, target: string) =>
      entries.get(target)?.votes.find((vote) => vote.attester === attester && vote.source.hash === source);
    const child = entries.get(reason.child.hash)?.prepared.block.header;
    if (child === undefined) throw new Error(`chain: the child of ${final.hash} is not at hand`);
    const lists = { lists: stateOf(final).lists, childLists: stateOf(reason.child).lists };
    return makeCertificate({ final: self, self: final, reason, ...lists, child, voteOf });
  }

  function take(prepared: PreparedBlock, { state, votes }: Extract<Applied, { ok: true }>): LedgerUpdate {
    const block = forkBlockOf(prepared, state.lists);
    entries.set(prepared.hash, { prepared, block, held: votes, votes: [] });
    signed.sawBlock(prepared);
    states.set(prepared.hash, state);
    tree.add(block);
    for (const { vote, isSupport } of carried.get(prepared.hash) ?? [])
      if (tree.carry(vote, isSupport) === "counted") entries.get(prepared.hash)?.votes.push(vote);
    for (const vote of votes) count(vote);
    return settle();
  }

  function count(vote: HeldVote): VoteOutcome {
    signed.sawVote(vote);
    const offence = watch.saw(vote);
    if (offence !== undefined) {
      offences.push(pairOf(offence, network.hash));
      if (offence.kind === "votes") tree.ignore(offence.attester);
    }
    const outcome = tree.vote(vote);
    if (outcome === "counted") entries.get(vote.target.hash)?.votes.push(vote);
    return outcome;
  }

  function transactionsOf(hash: string): readonly PreparedTransaction[] {
    return entries.get(hash)?.prepared.transactions ?? [];
  }

  function stateOf({ hash }: ForkBlock): BranchState {
    const state = states.get(hash);
    if (state === undefined) throw new Error(`chain: there is no state of block ${hash}`);
    return state;
  }

  function branchOf(tip: ForkBlock): BranchBelow {
    return {
      tip,
      state: stateOf(tip),
      hashAt(height) {
        return height >= finalHeight ? tree.ancestorAt(tip.hash, height)?.hash : canonical[height];
      },
    };
  }

  /** Builds the memory from the disk, and takes away the votes that it holds twice. */
  function load(): void {
    const votes = [...store.votes()];
    const byName = new Map(votes.map((vote) => [voteName(vote), vote]));
    for (const { attester, source, target, isSupport } of opened.carried) {
      const vote = byName.get(`${attester}|${source}|${target}`);
      if (vote !== undefined) carried.set(target, [...(carried.get(target) ?? []), { vote, isSupport }]);
    }
    toRead = byName;
    for (const bytes of store.blocks(root.height === 0 ? undefined : root.hash)) {
      const prepared = prepare(bytes);
      const { previous_hash } = prepared.block.header;
      const parent = tree.get(previous_hash);
      if (parent === undefined) {
        if (root.height > 0 && store.block(previous_hash) !== undefined) continue;
        throw new Error("The chain database is damaged: a block stands before its parent");
      }
      const applied = applyBlock(prepared, branchOf(parent), rules);
      if (!applied.ok) throw new Error(`The chain database is damaged: block ${prepared.hash} does not apply: ${applied.reason}`);
      take(prepared, applied);
    }
    for (const vote of votes) count(vote);
    settle();
    const certified = store.lastCertificate()?.header.height ?? 0;
    if (finalHeight < certified) throw new Error("The chain database is damaged: blocks that were final have lost their votes");
    const kept = toRead;
    toRead = undefined;
    const stood = votes.filter((vote) => !kept.has(voteName(vote)));
    const { refused } = opened.opening;
    const dropped = refused.map(({ height }) => height);
    const certificate = finalHeight > root.height ? certificateOf(tree.final) : undefined;
    if (certificate !== undefined || stood.length > 0 || dropped.length > 0)
      store.commit({ stood, dropped, certificate, ...(certificate && finality(tree.final)) });
    if (certificate !== undefined) unnoted = [];
  }
  load();

  return {
    tree,
    offences,
    stateOf,
    rowsOf: (block) => stateOf(block).rows,
    branchOf,
    append(prepared) {
      assertWhole();
      const parent = tree.get(prepared.block.header.previous_hash);
      if (parent === undefined) return { kind: "refused", reason: "unknown_parent" };
      const applied = applyBlock(prepared, branchOf(parent), rules);
      if (!applied.ok) return { kind: "refused", reason: applied.reason };
      const { hash, bytes } = prepared;
      unwritten.push(...applied.votes);
      if (open !== undefined) open.blocks.push({ hash, bytes });
      else {
        store.commit({ blocks: [{ hash, bytes }], votes: unwritten });
        unwritten = [];
      }
      return { kind: "imported", update: take(prepared, applied), votes: applied.votes };
    },
    vote(vote) {
      const outcome = count(vote);
      if (outcome !== "counted") return { outcome, update: undefined };
      unwritten.push(vote);
      return { outcome, update: settle() };
    },
    openVotes({ state }) {
      return state.finality.targets.flatMap(({ hash, voters, votes: held }) => {
        const open = new Map<number, HeldVote>();
        for (const vote of entries.get(hash)?.votes ?? []) {
          const voter = voters.indexOf(vote.attester);
          if (voter !== undefined && !held.has(voter) && !open.has(voter)) open.set(voter, vote);
        }
        return [...open.values()];
      });
    },
    canonicalHash: (height) => canonical[height],
    transactionsOf,
    flush() {
      if (unwritten.length === 0) return;
      assertWhole();
      store.commit({ votes: unwritten });
      unwritten = [];
    },
    listsAt: (height) => listsIn(finalLists, height),
    together(work) {
      assertWhole();
      const certified = finalHeight;
      open = { blocks: [], stood: [] };
      try {
        return work();
      } finally {
        const { blocks, stood } = open;
        open = undefined;
        isTorn = true;
        writeTogether(blocks, stood, finalHeight > certified ? certificateOf(tree.final) : undefined);
        isTorn = false;
      }
    },
    handovers: () => finalLists.flatMap(({ from, lists }) => (lists.members.pending === null ? [] : [from])),
    lastSignedBy: signed.of,
    opening: opened.opening,
    snapshot: () => ends.proven && { end: ends.proven, canonical, lists: finalLists, signed: signed.all() },
    sawBlock({ block, hash }) {
      const offence = blockWatch.saw(block, hash);
      if (offence !== undefined) offences.push(offence);
    },
  };
}

/** An offence as evidence shows it. */
function pairOf({ kind, first, second }: Offence<HeldVote>, network: string): v2.OffencePair {
  const signed = ({ epoch, source, target, attester, signature }: HeldVote) => ({
    ...{ attestation: { network, epoch, source: refOf(source), target: refOf(target), attester }, signature },
  });
  return { kind, first: signed(first), second: signed(second) };
}

const refOf = ({ height, hash }: BlockRef): BlockRef => ({ height, hash });
