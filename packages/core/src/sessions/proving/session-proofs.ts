import { chainErrors, sessionErrors } from "@lucid/contract";
import { type ChunkProof, canonicalBytes, type Evidence, merkle } from "@lucid/proof";
import type { Chain } from "../../chain/index.ts";
import type { SessionRepository } from "../stored/session-repository.ts";

export interface ProofDeps {
  readonly repository: SessionRepository;
  readonly chain: Pick<Chain, "anchorOf" | "checkpointsOf" | "evidence">;
}

/** Most checkpoints put into one bundle; more are thinned evenly, first and last kept. */
const MAX_BUNDLE_CHECKPOINTS = 100;

/** Proofs about stored sessions, made from the rows and the chain when somebody asks. */
export function createSessionProofs({ repository, chain }: ProofDeps) {
  const treeOf = (sessionId: string): merkle.MerkleTree => {
    const tree = merkle.createTree();
    for (const entry of repository.entries(sessionId)) tree.append(canonicalBytes(entry));
    return tree;
  };

  return {
    /**
     * One chunk to a final block: through the session's anchor when it is final, else through the first
     * final checkpoint that covers the chunk.
     * @throws CHUNK_NOT_FOUND, NOT_FINAL.
     */
    chunkProof(sessionId: string, index: number): ChunkProof {
      const chunk = repository.chunk(sessionId, index);
      if (!chunk) throw sessionErrors.CHUNK_NOT_FOUND();
      const anchor = chain.anchorOf(sessionId);
      const commitment = anchor?.final
        ? { transaction_id: anchor.transaction_id, size: anchor.anchor.chunk_count }
        : chain.checkpointsOf(sessionId).find((checkpoint) => checkpoint.final && checkpoint.size > index);
      const evidence = commitment && chain.evidence(commitment.transaction_id);
      if (!commitment || !evidence) throw sessionErrors.NOT_FINAL();
      return {
        format: "lucid-chunk-proof",
        version: 1,
        entry: chunk.entry,
        path: treeOf(sessionId).inclusionPath(index, commitment.size),
        evidence,
      };
    },
    /** @throws CHUNK_NOT_FOUND when a size is above what is stored. */
    consistency(sessionId: string, from: number, to: number) {
      const tree = treeOf(sessionId);
      if (from > to || to > tree.size) throw sessionErrors.CHUNK_NOT_FOUND();
      return { from, to, from_root: tree.rootAt(from), to_root: tree.rootAt(to), path: tree.consistencyPath(from, to) };
    },
    /** Evidence of the session's anchor. @throws ANCHOR_NOT_FOUND, NOT_FINAL. */
    anchorEvidence(sessionId: string): Evidence {
      const anchor = chain.anchorOf(sessionId);
      if (!anchor) throw chainErrors.ANCHOR_NOT_FOUND();
      const evidence = chain.evidence(anchor.transaction_id);
      if (!evidence) throw sessionErrors.NOT_FINAL();
      return evidence;
    },
    /** Evidence of the heads that were anchored while the session ran, by ascending size. */
    checkpointEvidence(sessionId: string): Evidence[] {
      const final = chain.checkpointsOf(sessionId).filter((checkpoint) => checkpoint.final);
      const step = Math.max(1, (final.length - 1) / (MAX_BUNDLE_CHECKPOINTS - 1));
      const kept = final.filter(
        (_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step) || index === final.length - 1,
      );
      return kept.flatMap((checkpoint) => chain.evidence(checkpoint.transaction_id) ?? []);
    },
  };
}
export type SessionProofs = ReturnType<typeof createSessionProofs>;
