import { auditVectors } from "./audit-vectors.ts";
import { bundleVectors } from "./bundle-vectors.ts";
import { chainVectors, finalityVectors } from "./chain-vectors.ts";
import { containerVectors, entryVectors, openingVectors } from "./chunk-vectors.ts";
import { deletionVectors } from "./deletion-vectors.ts";
import { canonicalJsonVectors, signatureVectors } from "./encoding-vectors.ts";
import { envelopeVectors } from "./envelope-vectors.ts";
import { merkleVectors } from "./merkle-vectors.ts";
import { networkChainVectors } from "./network-chain-vectors.ts";
import { payoutVectors } from "./payout-vectors.ts";
import { policyVectors } from "./policy-vectors.ts";
import { relationVectors } from "./relation-vectors.ts";
import { chunkProofVectors, manifestVectors } from "./session-vectors.ts";
import { timeProofVectors } from "./time-proof-vectors.ts";
import type { VectorFile } from "./vector.ts";
import { videoCommitmentVectors } from "./video-commitment-vectors.ts";
import { videoVectors } from "./video-vectors.ts";
import { witnessVectors } from "./witness-vectors.ts";

export { answersVector, createVectorRunner } from "./run-vectors.ts";
export { type Vector, type VectorFile, type VectorTopic, vectorTopics } from "./vector.ts";

/** All published vectors of the formats, the same on every machine and in every run. */
export async function buildVectors(): Promise<readonly VectorFile[]> {
  return [
    canonicalJsonVectors(),
    signatureVectors(),
    merkleVectors(),
    containerVectors(),
    openingVectors(),
    envelopeVectors(),
    entryVectors(),
    videoCommitmentVectors(),
    manifestVectors(),
    chainVectors(),
    finalityVectors(),
    networkChainVectors(),
    chunkProofVectors(),
    policyVectors(),
    deletionVectors(),
    await bundleVectors(),
    await relationVectors(),
    await videoVectors(),
    payoutVectors(),
    timeProofVectors(),
    witnessVectors(),
    auditVectors(),
  ];
}

/** A file of vectors as it is committed under docs/formats/vectors. */
export const vectorFileText = (file: VectorFile): string => `${JSON.stringify(file, null, 1)}\n`;
