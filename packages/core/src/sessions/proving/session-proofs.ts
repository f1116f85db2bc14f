import type { AnchorRecord, ChainProofs, CheckpointRecord } from "@lucid/chain";
import { sessionErrors } from "@lucid/contract";
import {
  type BlockEvidence,
  type BlockRef,
  type ChunkEntry,
  type ChunkProof,
  canonicalJson,
  type Evidence,
  type Manifest,
} from "@lucid/proof";
import type { NetworkProofs, Networks } from "../../lucid-chain/index.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import { isAnchorOf } from "./session-anchor.ts";
import type { SessionTrees } from "./session-trees.ts";

export interface ProofDeps {
  readonly repository: SessionRepository;
  readonly trees: SessionTrees;
  readonly networks: Pick<Networks, "of">;
}

/** Seconds by which a chunk may end after the block of its head (docs/formats/bundle.md, step 10). */
const CLOCK_TOLERANCE_S = 60;

/** Most checkpoints put into one bundle; more are thinned evenly, first and last kept. */
const MAX_BUNDLE_CHECKPOINTS = 100;

/** Whether a block is dated before the end of a chunk that it holds. */
const isDatedBefore = ({ ended_at_ms }: Pick<ChunkEntry, "ended_at_ms">, { time }: Pick<CheckpointRecord, "time">): boolean =>
  ended_at_ms > (time + CLOCK_TOLERANCE_S) * 1_000;

const lengthOf = (proof: ChunkProof): number => canonicalJson(proof).length;

/** Proofs about stored sessions, made from the rows and the chain when somebody asks. */
export function createSessionProofs({ repository, trees, networks }: ProofDeps) {
  /** What the session's own network holds. @throws NOT_FINAL where this node has nothing of it. */
  function networkOf(sessionId: string): NetworkProofs {
    const network = repository.get(sessionId)?.grantTerms.network;
    const known = network === undefined ? undefined : networks.of(network);
    if (!known) throw sessionErrors.NOT_FINAL();
    return known;
  }
  const chainOf = (sessionId: string): ChainProofs => networkOf(sessionId).read;

  /** The session's own anchor. @throws FOREIGN_ANCHOR when somebody else named the session: it never gets one then. */
  function ownAnchor(sessionId: string): AnchorRecord | undefined {
    const record = repository.get(sessionId);
    const { read: chain, node } = networkOf(sessionId);
    const found = chain.anchorOf(sessionId);
    if (!record) return undefined;
    const { sender } = found ?? chain.lastCheckpointOf(sessionId) ?? { sender: node };
    const isForeign = found ? !isAnchorOf(record, found, node) : sender !== node;
    if (isForeign) throw sessionErrors.FOREIGN_ANCHOR();
    return found;
  }

  /** Tree heads on the chain that this node sent, and that are heads of the session's tree. */
  async function own<Head extends CheckpointRecord>(sessionId: string, heads: readonly Head[]): Promise<Head[]> {
    const { node } = networkOf(sessionId);
    const sent = heads.filter(({ sender }) => sender === node);
    const tree = await trees.of(sessionId, Math.max(0, ...sent.map(({ size }) => size)));
    return sent.filter(({ size, root }) => size <= tree.size && tree.rootAt(size) === root);
  }

  /** False of a head from after the clock was set back, in a block that is dated before its chunks end: none takes it as proof. */
  function isDatedAfterChunks(sessionId: string, { size, time }: CheckpointRecord): boolean {
    const last = repository.chunk(sessionId, size - 1);
    return last !== undefined && !isDatedBefore(last.entry, { time });
  }

  return {
    /**
     * One chunk to a final block: through the session's anchor or the first final checkpoint that covers the chunk,
     * whichever is final, and of two the one that makes the smaller proof.
     * @throws CHUNK_NOT_FOUND, NOT_FINAL, FOREIGN_ANCHOR.
     */
    async chunkProof(sessionId: string, index: number): Promise<ChunkProof> {
      const chunk = repository.chunk(sessionId, index);
      if (!chunk) throw sessionErrors.CHUNK_NOT_FOUND();
      const anchor = ownAnchor(sessionId);
      const chain = chainOf(sessionId);
      const head = chain.finalCheckpointAbove(sessionId, index);
      const isTaken = head !== undefined && !isDatedBefore(chunk.entry, head);
      const commitments = [
        ...(anchor?.final ? [{ transaction_id: anchor.transaction_id, size: anchor.anchor.chunk_count }] : []),
        ...(await own(sessionId, isTaken ? [head] : [])),
      ];
      const proofs: ChunkProof[] = [];
      for (const { transaction_id, size } of commitments) {
        const evidence = chain.evidence(transaction_id);
        if (!evidence) continue;
        const path = (await trees.of(sessionId, size)).inclusionPath(index, size);
        proofs.push({ format: "lucid-chunk-proof", version: 1, entry: chunk.entry, path, evidence });
      }
      const [smallest] = proofs.toSorted((one, other) => lengthOf(one) - lengthOf(other));
      if (smallest === undefined) throw sessionErrors.NOT_FINAL();
      return smallest;
    },
    /** @throws CHUNK_NOT_FOUND when a size is above what is stored. */
    async consistency(sessionId: string, from: number, to: number) {
      if (from > to) throw sessionErrors.CHUNK_NOT_FOUND();
      const tree = await trees.of(sessionId, to);
      if (to > tree.size) throw sessionErrors.CHUNK_NOT_FOUND();
      return { from, to, from_root: tree.rootAt(from), to_root: tree.rootAt(to), path: tree.consistencyPath(from, to) };
    },
    /** Evidence of the session's anchor. @throws NOT_FINAL, FOREIGN_ANCHOR. */
    anchorEvidence(sessionId: string): Evidence {
      const anchor = ownAnchor(sessionId);
      const evidence = anchor && chainOf(sessionId).evidence(anchor.transaction_id);
      if (!evidence) throw sessionErrors.NOT_FINAL();
      return evidence;
    },
    /** Evidence of the heads that were anchored while the session ran, by ascending size. */
    async checkpointEvidence(sessionId: string): Promise<Evidence[]> {
      const chain = chainOf(sessionId);
      const found = chain.checkpointsOf(sessionId, { finalOnly: true, most: MAX_BUNDLE_CHECKPOINTS });
      const kept = await own(sessionId, found);
      const taken = kept.filter((checkpoint) => isDatedAfterChunks(sessionId, checkpoint));
      return taken.flatMap((checkpoint) => chain.evidence(checkpoint.transaction_id) ?? []);
    },
    /**
     * Evidence of the blocks that the owner's grant and the first chunk name, by ascending height, of which `shown` has no
     * header: without it nothing in a bundle dates them.
     */
    blockEvidence({ session_id, grant, chunks }: Manifest, shown: readonly Evidence[]): BlockEvidence[] {
      const chain = chainOf(session_id);
      const dated = new Set(shown.flatMap(({ headers }) => headers.map(({ header }) => header.height)));
      const named = new Map<number, BlockRef>();
      for (const block of [grant.terms.after, chunks[0]?.after])
        if (block && block.height > 0 && !dated.has(block.height)) named.set(block.height, block);
      const ascending = [...named.values()].toSorted((one, other) => one.height - other.height);
      return ascending.flatMap((block) => chain.blockEvidence(block) ?? []);
    },
  };
}
export type SessionProofs = ReturnType<typeof createSessionProofs>;
