import { partNames } from "../bundle/layout.ts";
import type { Bundle } from "../bundle/read-bundle.ts";
import type { Network } from "../chain/network.ts";
import type { BlockRef, Header } from "../formats/block.ts";
import type { BlockEvidence, Evidence } from "../formats/evidence.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { namedBy } from "./check-blocks.ts";
import type { BlockFacts, ChainFacts, CheckpointFacts } from "./verdict.ts";

/**
 * How long before its network a recording may claim to have begun, in milliseconds: the clock of a network's first
 * machine may have been ahead when it was founded. While it is, nothing can be anchored, which nobody bears for a day.
 */
const GENESIS_TOLERANCE_MS = 86_400_000;

export const startsBeforeNetwork = (startedAtMs: number, { genesis }: Network): boolean =>
  // A sum beyond 2^53 would be rounded; a product beyond it is a multiple of 8, and so is what is less.
  startedAtMs < genesis.genesis_time * 1_000 - GENESIS_TOLERANCE_MS;

/** Evidence of blocks with what its check found. */
interface BlocksPiece {
  readonly evidence: BlockEvidence;
  readonly chain: Pick<BlockFacts, "finalHash">;
  /** Undefined for evidence that is no part of a bundle. */
  readonly part: string | undefined;
}

interface Piece extends BlocksPiece {
  readonly evidence: Evidence;
  readonly chain: ChainFacts;
}

/** What no honest node and network can bring about although each part holds by itself: parts that contradict one another. */
export function checkRelations(
  { anchor, checkpoints, blocks, manifest: { manifest } }: Bundle,
  network: Network,
  anchored: ChainFacts,
  live: readonly CheckpointFacts[],
  dated: readonly BlockFacts[],
): Outcome<undefined> {
  if (startsBeforeNetwork(manifest.started_at_ms, network)) return failed("start-before-network", { part: partNames.manifest });
  const last: Piece = { evidence: anchor, chain: anchored, part: partNames.anchor };
  const pieces = checkpoints.flatMap((evidence, at): Piece[] => {
    const chain = live[at];
    return chain === undefined ? [] : [{ evidence, chain, part: partNames.checkpoints }];
  });
  for (const [at, piece] of pieces.entries()) {
    const before = pieces[at - 1];
    if (before !== undefined && !isSentBefore(before, piece)) return failed("checkpoint-order", { part: piece.part });
    if (!isSentBefore(piece, last)) return failed("checkpoint-late", { part: piece.part });
  }
  const alone = blocks.flatMap((evidence, at): BlocksPiece[] => {
    const chain = dated[at];
    return chain === undefined ? [] : [{ evidence, chain, part: partNames.blocks }];
  });
  return checkOneChain([last, ...pieces, ...alone], network, { blocks: namedBy(manifest), part: partNames.manifest });
}

/** A node's transactions are on the chain in the order of their sequence. All of these are by one node. */
function isSentBefore(one: Piece, other: Piece): boolean {
  if (one.evidence.transaction.transaction.sequence >= other.evidence.transaction.transaction.sequence) return false;
  if (one.chain.height !== other.chain.height) return one.chain.height < other.chain.height;
  return one.evidence.tx_index < other.evidence.tx_index;
}

interface Place {
  readonly height: number;
  readonly time: number;
  /** Positions of the schedule before it. */
  readonly position: bigint;
  readonly part: string | undefined;
}

/** Blocks that a recording says to come after. */
interface NamedBlocks {
  readonly blocks: Iterable<BlockRef | null | undefined>;
  readonly part: string | undefined;
}

/**
 * Whether all blocks that the evidence names can be of one chain, and those that the recording names with them: one hash for
 * a height, and time rising with height.
 */
export function checkOneChain(pieces: readonly BlocksPiece[], network: Network, named: NamedBlocks): Outcome<undefined> {
  const { genesis } = network;
  const positions = BigInt(genesis.parameters.slot_duration / genesis.parameters.block_interval);
  const hashes = new Map([[0, network.hash]]);
  const places: Place[] = [{ height: 0, time: genesis.genesis_time - 1, position: -1n, part: partNames.genesis }];
  for (const { evidence, chain, part } of pieces) {
    for (const { height, hash } of blocksOf(evidence, chain)) {
      const known = hashes.get(height);
      if (known !== undefined && known !== hash)
        return failed("chain-conflict", { part, detail: `two blocks of height ${height}: ${known} and ${hash}` });
      hashes.set(height, hash);
    }
    for (const { header } of evidence.headers) places.push({ ...placeOf(header, positions), part });
  }
  for (const block of named.blocks) {
    const known = block ? hashes.get(block.height) : undefined;
    if (known !== undefined && known !== block?.hash)
      return failed("chain-conflict", { part: named.part, detail: `two blocks of height ${block?.height}` });
  }
  places.sort((one, other) => one.height - other.height);
  for (const [at, place] of places.entries()) {
    const before = places[at - 1];
    if (before === undefined || follows(before, place)) continue;
    const part = before.part === partNames.checkpoints ? before.part : place.part;
    return failed("chain-conflict", { part, detail: `block ${place.height} is too early to come after block ${before.height}` });
  }
  return passed(undefined);
}

/** Every block that a piece of evidence names, each hash vouched for by its child or by votes. */
function* blocksOf(
  { headers, finality }: BlockEvidence,
  chain: BlocksPiece["chain"],
): Generator<{ readonly height: number; readonly hash: string }> {
  for (const [at, { header }] of headers.entries()) {
    if (at === 0) yield { height: header.height - 1, hash: header.previous_hash };
    yield { height: header.height, hash: headers[at + 1]?.header.previous_hash ?? chain.finalHash };
  }
  for (const { source, target } of finality) yield* [source, target];
}

const placeOf = ({ height, timestamp, slot, position }: Header, positions: bigint) => ({
  height,
  time: timestamp,
  position: BigInt(slot) * positions + BigInt(position),
});

/** Each block between two takes a later second and a later position than the one before it. */
function follows(before: Place, place: Place): boolean {
  const blocks = place.height - before.height;
  return place.time - before.time >= blocks && place.position - before.position >= BigInt(blocks);
}
