import type { ChainRead } from "@lucid/chain";
import { sessionErrors } from "@lucid/contract";
import type { ChunkProof, Evidence } from "@lucid/proof";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionTrees } from "./session-trees.ts";

export interface ProofDeps {
  readonly repository: SessionRepository;
  readonly trees: SessionTrees;
  readonly chain: { readonly read: Pick<ChainRead, "anchorOf" | "checkpointsOf" | "finalCheckpointAbove" | "evidence"> };
}

/** Most checkpoints put into one bundle; more are thinned evenly, first and last kept. */
const MAX_BUNDLE_CHECKPOINTS = 100;

/** Proofs about stored sessions, made from the rows and the chain when somebody asks. */
export function createSessionProofs({ repository, trees, chain }: ProofDeps) {
  return {
    /**
     * One chunk to a final block: through the session's anchor when it is final, else through the first
     * final checkpoint that covers the chunk.
     * @throws CHUNK_NOT_FOUND, NOT_FINAL.
     */
    async chunkProof(sessionId: string, index: number): Promise<ChunkProof> {
      const chunk = repository.chunk(sessionId, index);
      if (!chunk) throw sessionErrors.CHUNK_NOT_FOUND();
      const anchor = chain.read.anchorOf(sessionId);
      const commitment = anchor?.final
        ? { transaction_id: anchor.transaction_id, size: anchor.anchor.chunk_count }
        : chain.read.finalCheckpointAbove(sessionId, index);
      const evidence = commitment && chain.read.evidence(commitment.transaction_id);
      if (!commitment || !evidence) throw sessionErrors.NOT_FINAL();
      const tree = await trees.of(sessionId, commitment.size);
      return {
        format: "lucid-chunk-proof",
        version: 1,
        entry: chunk.entry,
        path: tree.inclusionPath(index, commitment.size),
        evidence,
      };
    },
    /** @throws CHUNK_NOT_FOUND when a size is above what is stored. */
    async consistency(sessionId: string, from: number, to: number) {
      if (from > to) throw sessionErrors.CHUNK_NOT_FOUND();
      const tree = await trees.of(sessionId, to);
      if (to > tree.size) throw sessionErrors.CHUNK_NOT_FOUND();
      return { from, to, from_root: tree.rootAt(from), to_root: tree.rootAt(to), path: tree.consistencyPath(from, to) };
    },
    /** Evidence of the session's anchor. @throws NOT_FINAL. */
    anchorEvidence(sessionId: string): Evidence {
      const anchor = chain.read.anchorOf(sessionId);
      const evidence = anchor && chain.read.evidence(anchor.transaction_id);
      if (!evidence) throw sessionErrors.NOT_FINAL();
      return evidence;
    },
    /** Evidence of the heads that were anchored while the session ran, by ascending size. */
    checkpointEvidence(sessionId: string): Evidence[] {
      const kept = chain.read.checkpointsOf(sessionId, { finalOnly: true, most: MAX_BUNDLE_CHECKPOINTS });
      return kept.flatMap((checkpoint) => chain.read.evidence(checkpoint.transaction_id) ?? []);
    },
  };
}
export type SessionProofs = ReturnType<typeof createSessionProofs>;
