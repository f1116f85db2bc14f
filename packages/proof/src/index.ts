export type { AuditDoubt } from "./audit/audit-doubts.ts";
export { auditLine, MAX_AUDIT_LINE_BYTES } from "./audit/audit-line.ts";
export type { AuditExportEnd, AuditExportHead } from "./audit/audit-log.ts";
export {
  type AuditLogFacts,
  type AuditLogFault,
  type AuditLogRefusal,
  type AuditLogVerdict,
  createAuditLogCheck,
} from "./audit/verify-audit-log.ts";
export type { PartPlace } from "./bundle/archive-reader.ts";
export { checkDescriptor, chunksInRange } from "./bundle/descriptor.ts";
export * from "./bundle/layout.ts";
export { type Bundle, ManifestTooLongError, readBundle } from "./bundle/read-bundle.ts";
export { decodeTarHeader, encodeTarHeader, paddingOf, TAR_BLOCK_BYTES, tarEntryBytes } from "./bundle/tar.ts";
export { type BundleContent, type ByteStream, bundleSize, type WriteBundleOptions, writeBundle } from "./bundle/write-bundle.ts";
export { type ByteSource, blobSource, bytesSource, type Cancellation } from "./byte-source.ts";
export { verifyEvidence } from "./chain/evidence.ts";
export { attestationOf, isSupermajority } from "./chain/finality.ts";
export { blockHash, checkHeader, checkHeaderChain, scheduledTime } from "./chain/header.ts";
export { type Network, networkHash, openNetwork } from "./chain/network.ts";
export { createSignatureCheck, type SignatureCheck } from "./chain/signature-check.ts";
export { attestationRoot, checkTransaction, transactionId, transactionRoot } from "./chain/transaction.ts";
export * as v2 from "./chain-v2/index.ts";
export { type Sha256, verifyChunkFile } from "./chunk/chunk-file.ts";
export * from "./chunk/container.ts";
export * from "./chunk/key-commitment.ts";
export * from "./encoding/canonical-json.ts";
export * from "./encoding/domains.ts";
export { createSha256, type Hasher, hashObject, sha256, sha256Hex } from "./encoding/hash.ts";
export { plainText } from "./encoding/plain-text.ts";
export { publicKeyOf, signedBytes, signObject, verifyObject, verifySignature } from "./encoding/signature.ts";
export { addressOf, recoverTronAddress, tronAddressOf, tronMessageHash } from "./encoding/tron.ts";
export { fromUtf8, utf8 } from "./encoding/utf8.ts";
export { type FailureCode, failureReasons } from "./failures.ts";
export * from "./formats/index.ts";
export * as merkle from "./merkle/index.ts";
export type { Failure, Outcome } from "./outcome.ts";
export * from "./payouts/payout-document.ts";
export { type PayoutCode, type PayoutFacts, type PayoutVerdict, verifyPayoutDocument } from "./payouts/verify-payout-document.ts";
export { checkEntry, type SessionStart } from "./session/entries.ts";
export { grantSigner, grantText } from "./session/grant.ts";
export { anchorOf, checkContents, checkGrant, checkManifest, manifestHash } from "./session/manifest.ts";
export type { AuthorityFile } from "./time/certificate-file.ts";
export type { AuthorityCertificate, StampFacts } from "./time/check-stamp.ts";
export type {
  ReadStamp,
  TimeProofAcceptance,
  TimeProofFacts,
  TimeProofJudgement,
  TimeProofRefusal,
} from "./time/judge-time-proof.ts";
export { loadTimeStamps, type TimeStamps } from "./time/load-time-stamps.ts";
export type { Subtle } from "./time/signatures.ts";
export { MAX_CERTIFICATE_FILE_BYTES, MAX_STAMPS, MAX_TIME_HEADERS, type TimeProof } from "./time/time-proof.ts";
export { type TimeReaderCode, timeReaderReasons } from "./time/time-reader-reasons.ts";
export {
  AddressBook,
  authoritiesIn,
  type BookChange,
  type BookKind,
  certificateBytes,
  emptyBook,
  forget,
  KnownEntry,
  type KnownKind,
  knownKeys,
  MAX_CERTIFICATE_BYTES,
  type NewEntry,
  nameIn,
  remember,
  witnessesIn,
  witnessKey,
} from "./verify/address-book/address-book.ts";
export {
  type BookConflict,
  MAX_BOOK_BYTES,
  type MergedBooks,
  mergeBooks,
  type ReadBook,
  readBookFile,
  writeBookFile,
} from "./verify/address-book/book-file.ts";
export { type ChunkProofFacts, MAX_CHUNK_PROOF_BYTES, readChunkProof, verifyChunkProof } from "./verify/chunk-proof.ts";
export {
  type DeletedRecording,
  readDeletionReceipt,
  verifyDeletionReceipt,
} from "./verify/deletion-receipt.ts";
export { type ExplainedBeside, type Explanation, explainFacts } from "./verify/explain.ts";
export { explainReceipt } from "./verify/explain-receipt.ts";
export { type Acceptance, type JudgeBundleOptions, type Judgement, judgeBundle, type Rejection } from "./verify/judge-bundle.ts";
export { expectOfChunk } from "./verify/judge-chunk-proof.ts";
export { type GivenFiles, type JudgedFiles, judgeFiles, type KindBeside, kindBeside } from "./verify/judge-files.ts";
export type { NetworkProofAcceptance, NetworkProofJudgement } from "./verify/judge-network-proof.ts";
export type { ReceiptAcceptance, ReceiptJudgement } from "./verify/judge-receipt.ts";
export type {
  WitnessProofAcceptance,
  WitnessProofJudgement,
  WitnessProofRefusal,
  WitnessSight,
} from "./verify/judge-witness-proof.ts";
export {
  describeIdentity,
  describeNode,
  type Pins,
  type ReaderCode,
  readerReasons,
} from "./verify/pins.ts";
export { policyFacts } from "./verify/policy-facts.ts";
export { type Expectation, type PinKind, pinKinds, pinsOf, readPin } from "./verify/read-pin.ts";
export { READER_TOLERANCE_MS } from "./verify/reader-tolerance.ts";
export type * from "./verify/verdict.ts";
export { type VerifyBundleOptions, verifyBundle } from "./verify/verify-bundle.ts";
export {
  type LinkProblem,
  type ReadLink,
  readExpectation,
  readVerifyLink,
  writeExpectation,
} from "./verify/verify-link.ts";
export { describeFacts } from "./verify/words/describe-facts.ts";
export { describeNetworkProof } from "./verify/words/describe-network-proof.ts";
export { describeVideo } from "./verify/words/describe-video.ts";
export { foreignText } from "./verify/words/foreign-text.ts";
export { spanInWords, timeInWords } from "./verify/words/words.ts";
export * from "./video/index.ts";
export { createVideoBuilder, VideoBuildError, type VideoBuilder } from "./video-file/build-video.ts";
export type { PictureState, VideoFacts, VideoPart } from "./video-file/check-pictures.ts";
export { playableChunks, type VideoWish } from "./video-file/playable-chunks.ts";
export type { VideoDoubt } from "./video-file/video-doubts.ts";
export * as witness from "./witness/index.ts";
export type { CheckPhase, CheckProgress } from "./work.ts";
