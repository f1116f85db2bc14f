import { anchorOf, type BlockRef, type BundleContent, blockHash, type ChunkEntryV2, type Header } from "@lucid/proof";
import { createTestChain, type TestChain } from "./test-chain.ts";
import { testNetwork } from "./test-network.ts";
import { buildTestSession, type TestSession, type TestSessionOptions } from "./test-session.ts";

export interface DatedSessionOptions extends TestSessionOptions {
  /** The block that the grant names instead of the second one. */
  readonly granted?: BlockRef;
  /** Seconds after the network's genesis of the blocks before the recording. Default four of them. */
  readonly blocksAtS?: readonly number[];
  /** The block that the chunks behind the second name instead of the fourth one. */
  readonly named?: BlockRef;
}

/** A recording on a chain that was there before it. */
export interface DatedSession {
  readonly session: TestSession;
  readonly chain: TestChain;
  /** A bundle of version 2 of it, with the blocks that grant and first chunk name. */
  readonly content: BundleContent;
  headerAt(height: number): Header;
}

/** Its grant names the second block, its first two chunks the third, the others the fourth. The anchor is in the block behind them. */
export function buildDatedSession(
  seed: string,
  { granted, named, blocksAtS = [0, 10, 20, 30], ...options }: DatedSessionOptions,
): DatedSession {
  const network = testNetwork(seed, options.network);
  const chain = createTestChain(network);
  for (const atS of blocksAtS) chain.addBlock(network.genesis.genesis_time + atS);
  const headerAt = (height: number): Header => {
    const block = chain.blocks[height - 1];
    if (block === undefined) throw new RangeError(`buildDatedSession: no block ${height}`);
    return block.header;
  };
  const refAt = (height: number): BlockRef => ({ height, hash: blockHash(headerAt(height)) });
  const session = buildTestSession(seed, {
    ...options,
    version: 2,
    checkpoints: [],
    grantAfter: granted ?? refAt(2),
    editEntry: (entry: ChunkEntryV2) => ({ ...entry, after: entry.index < 2 ? refAt(3) : (named ?? refAt(4)) }),
  });
  const { manifest } = session.manifest;
  const atS = Math.ceil(manifest.created_at_ms / 1_000);
  const sent = chain.sign({ type: "session_anchor_v2", data: { ...anchorOf(manifest), consistency: null } }, session.node, atS);
  chain.addBlock(atS, [sent]);
  chain.addBlock(atS + 10);
  const content = session.content({
    anchor: chain.evidence(sent),
    checkpoints: undefined,
    blocks: [chain.blockEvidence(2), chain.blockEvidence(3)],
    describe: { version: 2 },
  });
  return { session, chain, content, headerAt };
}
