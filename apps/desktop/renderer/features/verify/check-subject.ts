import {
  type BundleFacts,
  type ByteSource,
  blobSource,
  type CheckProgress,
  expectOfChunk,
  type Genesis,
  type Judgement,
  sha256 as javascriptSha256,
  judgeBundle,
  judgeFiles,
  loadTimeStamps,
  MAX_CHUNK_PROOF_BYTES,
  type Pins,
  pinsOf,
  readChunkProof,
  type Sha256,
  type Subtle,
  type TimeProofJudgement,
  verifyChunkFile,
  verifyChunkProof,
} from "@lucid/proof";
import type { ChunkOutcome, Finding, Subject } from "./verifier.protocol.ts";

/** The way to WebCrypto and back takes as long as JavaScript needs for so many bytes, and leaves two buffers behind. */
const SHORT_BYTES = 8_192;

/** WebCrypto's digest where the browser has it: it is missing on plain http and, in some browsers, on file addresses. */
export function fastSha256(crypto: Partial<Crypto> | undefined): Sha256 | undefined {
  const subtle = crypto?.subtle;
  if (!subtle) return undefined;
  return async (bytes) =>
    bytes.length < SHORT_BYTES
      ? javascriptSha256(bytes)
      : new Uint8Array(await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
}

/** What a browser has to check the signatures of stamps with, where it has that at all. */
const subtleOf = (crypto: Partial<Crypto> | undefined): Subtle | undefined => crypto?.subtle;

const bytesOf = async (blob: Blob): Promise<Uint8Array> => new Uint8Array(await blob.arrayBuffer());

async function checkChunkProof({
  proof,
  genesis,
  chunk,
  expectation,
}: Extract<Subject, { kind: "chunk-proof" }>): Promise<ChunkOutcome> {
  const read = readChunkProof(await bytesOf(proof.slice(0, MAX_CHUNK_PROOF_BYTES + 1)));
  if (!read.ok) return read;
  // It is checked there as anything else: the type is what it has to be, not what is known.
  const proven = verifyChunkProof(read.value, genesis as Genesis);
  if (!proven.ok) return proven;
  const unexpected = expectOfChunk(proven.value, pinsOf(expectation));
  if (unexpected) return { ok: false, failure: unexpected };
  const same = chunk && (await verifyChunkFile(await bytesOf(chunk), proven.value.entry, fastSha256(globalThis.crypto)));
  return same?.ok === false ? same : { ...proven, expectation };
}

/** Hashed as a whole, and in memory at once: what a report names must not cost what the check costs. */
const MAX_HASHED_BYTES = 67_108_864;

async function hashOf(file: Blob, sha256: Sha256 = async (bytes) => javascriptSha256(bytes)): Promise<string | undefined> {
  if (file.size > MAX_HASHED_BYTES) return undefined;
  const digest = await sha256(await bytesOf(file));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * A page cannot keep its heap short as the command does: from here on it would take more than 500 MB. A day of recording, which
 * is the longest a policy allows, has a manifest of 6 MB.
 */
const MOST_MANIFEST_BYTES = 25_165_824;

/** Checks a file with nothing but its bytes. Rejects when it cannot be read, and with a ManifestTooLongError. */
export async function checkSubject(subject: Subject, onProgress: (progress: CheckProgress) => void): Promise<Finding> {
  if (subject.kind === "chunk-proof")
    return { kind: "chunk-proof", outcome: await checkChunkProof(subject), comparesFile: subject.chunk !== undefined };
  const sha256 = fastSha256(globalThis.crypto);
  const reader = { pins: pinsOf(subject.expectation), nowMs: Date.now() };
  const judgeRecording = (source: ByteSource, { pins }: { readonly pins: Pins }): Promise<Judgement> =>
    judgeBundle(source, { ...reader, pins, sha256, onProgress, mostManifestBytes: MOST_MANIFEST_BYTES });
  if (subject.kind === "receipt") {
    const verdict = judgedOf((await judgeFiles({ receipt: blobSource(subject.receipt) }, judgeRecording, reader)).receipt);
    return { kind: "receipt", verdict, sha256: await hashOf(subject.receipt, sha256) };
  }
  const { bundle, receipt, networkProof, timeProof, witnessProof } = subject;
  const given = {
    recording: blobSource(bundle),
    receipt: receipt && blobSource(receipt),
    networkProof: networkProof && blobSource(networkProof),
    timeProof: timeProof && blobSource(timeProof),
    witnessProof: witnessProof && blobSource(witnessProof),
  };
  const subtle = subtleOf(globalThis.crypto);
  const judgeTimeProof = async (bytes: Uint8Array, about: BundleFacts): Promise<TimeProofJudgement> =>
    (await loadTimeStamps()).judgeTimeProof(bytes, about, { subtle, book: subject.book, nowMs: reader.nowMs });
  const { recording, ...beside } = await judgeFiles(given, judgeRecording, { ...reader, book: subject.book, judgeTimeProof });
  return { kind: "bundle", verdict: judgedOf(recording), sha256: await hashOf(bundle, sha256), beside };
}

function judgedOf<T>(judgement: T | undefined): T {
  if (judgement === undefined) throw new Error("A file that was given was not judged");
  return judgement;
}
