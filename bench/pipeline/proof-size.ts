import { canonicalBytes, readChunkProof, verifyChunkProof } from "@lucid/proof";
import { buildTestSession } from "@lucid/testkit";

/** Eight hours in chunks of ten seconds. */
const CHUNKS = 2_880;
const ROUNDS = 30;

export interface ProofFigures {
  readonly largestBytes: number;
  /** Median of reading and verifying one proof, and the first, before anything is compiled. */
  readonly verifyMs: number;
  readonly firstVerifyMs: number;
}

/** Size and verification time of chunk proofs of a long session. @throws when one does not verify. */
export function measureProofs(say: (line: string) => void): ProofFigures {
  say(`proofs of a session of ${CHUNKS} chunks`);
  const session = buildTestSession("bench", {
    chunks: CHUNKS,
    chunkBytes: 16,
    checkpoints: [CHUNKS - 1],
    version: 2,
    anchorVersion: 2,
  });
  /** As a node gives them out: against the checkpoint where there is one. */
  const proofOf = (index: number) => session.liveProof(index) ?? session.chunkProof(index);
  const sizes = Array.from({ length: CHUNKS }, (_, index) => canonicalBytes(proofOf(index)).length);
  const times = Array.from({ length: ROUNDS }, (_, round) => {
    const bytes = canonicalBytes(proofOf((round * 97) % CHUNKS));
    const startedAt = performance.now();
    const proof = readChunkProof(bytes);
    if (!proof.ok || !verifyChunkProof(proof.value, session.network.genesis).ok) throw new Error("A good proof was refused");
    return performance.now() - startedAt;
  });
  const sorted = times.toSorted((a, b) => a - b);
  return {
    largestBytes: Math.max(...sizes),
    verifyMs: sorted[Math.floor(sorted.length / 2)] ?? Number.NaN,
    firstVerifyMs: times[0] ?? Number.NaN,
  };
}
