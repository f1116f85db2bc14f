export { type AuditExportOptions, buildAuditExport } from "./audit/audit-export.ts";
export { buildPayoutLog, type TestPayoutLog } from "./payouts/payout-documents.ts";
export { alteredBytes } from "./proof/alter-bytes.ts";
export { archiveOf, type LoosePart, type PartSpan, putTogether, spansOf, takeApart } from "./proof/bundle-parts.ts";
export { buildDatedSession, type DatedSession, type DatedSessionOptions } from "./proof/dated-session.ts";
export { type ForgedEvidence, forgeEvidence } from "./proof/forge-evidence.ts";
export { type Forgery, forgedRecording, retold, weigh } from "./proof/forgery.ts";
export { bundleWithPart, type LongBundle, longBundle, repeated } from "./proof/hostile-bundles.ts";
export { runSecondVerifier } from "./proof/run-second-verifier.ts";
export { sealTestChunk, type TestSealRequest } from "./proof/seal-chunk.ts";
export { type TamperCase, type TamperTarget, tamperCases } from "./proof/tamper.ts";
export { createTestChain, type TestChain, type TestTransaction } from "./proof/test-chain.ts";
export { deletionOf } from "./proof/test-deletion.ts";
export {
  TEST_EPOCH_S,
  type TestNetwork,
  type TestNetworkOptions,
  type TestOwner,
  type TestSigner,
  testGrant,
  testNetwork,
  testOwner,
  testSigner,
} from "./proof/test-network.ts";
export { configurationOf, configurationWith, parameterSet, testUnit } from "./proof/test-parameters.ts";
export { buildTestSession, bundleBytes, type TestSession, type TestSessionOptions } from "./proof/test-session.ts";
export { mp4Box, type TestFragment, testFragment, testInit } from "./proof/test-video.ts";
export { buildTestVideoSession, type TestVideoOptions, type TestVideoSession, videoFileOf } from "./proof/test-video-session.ts";
export { type TestSight, testWitness, witnessProofOf } from "./proof/test-witness-proof.ts";
export { answerStampRequest, denyStamp } from "./time/test-answer.ts";
export { STAMP_MS, type StampChange, type TestAuthority, testAuthority } from "./time/test-authority.ts";
export { type IssuedCertificate, issueCertificate } from "./time/test-certificate.ts";
export { rsaKey } from "./time/test-key.ts";
export { timeProofOf } from "./time/test-time-proof.ts";
export { alteredDocument } from "./vectors/alter-document.ts";
export {
  answersVector,
  buildVectors,
  createVectorRunner,
  type Vector,
  type VectorFile,
  type VectorTopic,
  vectorFileText,
  vectorTopics,
} from "./vectors/index.ts";
export { laterNetworkProofOf, networkProofOf } from "./vectors/network-proof-vectors.ts";
