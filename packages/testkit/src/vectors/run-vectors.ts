import { createHash } from "node:crypto";
import * as identity from "@lucid/identity";
import type {
  ChunkEntry,
  Domain,
  Genesis,
  GrantTerms,
  Manifest,
  merkle,
  Network,
  SessionStart,
  SignedTransaction,
  VideoDoubt,
} from "@lucid/proof";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { auditLog } from "./run-audit-log.ts";
import { networkLink, networkProof } from "./run-network-proof.ts";
import { timeProof } from "./run-time-proof.ts";
import { witnessed } from "./run-witness.ts";
import type { Vector, VectorFile, VectorTopic } from "./vector.ts";
import {
  answer,
  answerIf,
  documentIn,
  fromBase64,
  get,
  type Pieces,
  piecesOf,
  refusal,
  text,
  type Values,
  type VectorAnswer,
  type Verifier,
} from "./vector-input.ts";

/** What opens chunks and envelopes: the module itself, or one of whose checks one is out. */
type Opener = Pick<typeof identity, "IdentityError" | "openChunk" | "readRecords" | "unwrapDataKey">;

type Run = (input: Values, shared: Values) => VectorAnswer | Promise<VectorAnswer>;

/** What a verifier of a network has beside the evidence. */
const trustIn = (input: Values) => ({
  root: input["root"],
  handovers: input["handovers"] === undefined ? undefined : get<readonly unknown[]>(input, "handovers"),
});

const genesisOf = (input: Values, shared: Values): Genesis =>
  get<Genesis>(get<Values>(shared, "genesis"), text(input, "genesis"));

function networkOf(proof: Verifier, input: Values, shared: Values): Network {
  const network = proof.openNetwork(genesisOf(input, shared));
  if (!network.ok) throw new Error(network.failure.reason);
  return network.value;
}

/** Puts vectors to a verifier. */
export function createVectorRunner(
  proof: Verifier,
  opener: Opener = identity,
): (file: VectorFile, vector: Vector) => Promise<VectorAnswer> {
  const runs = runsOf(proof, opener);
  return async ({ topic, shared = {} }, { input }) => runs[topic](prepared(input), shared);
}

/** Whether an answer is the one a vector expects: the same code, chunk and entry, or every value that is listed. */
export function answersVector(got: VectorAnswer, { expect }: Vector): boolean {
  if (expect.code !== undefined || "code" in got) return ["code", "chunk", "entry"].every((name) => got[name] === expect[name]);
  return Object.entries(expect).every(([name, value]) => JSON.stringify(got[name]) === JSON.stringify(value));
}

/** How each topic's vectors are put to the verifier. */
const runsOf = (proof: Verifier, opener: Opener): Record<VectorTopic, Run> => ({
  "canonical-json": (input) =>
    answer(
      proof.parseCanonical(hexToBytes(text(input, "utf8_hex")), get<number | undefined>(input, "limit") ?? 1_048_576),
      (value) => ({
        text: proof.canonicalJson(value),
        sha256: proof.sha256Hex(proof.canonicalBytes(value)),
      }),
    ),

  signatures(input) {
    const signature = text(input, "signature");
    if (input["kind"] === "ed25519") {
      const [domain, value] = [get<Domain>(input, "domain"), input["value"]];
      const signed = { signed_bytes_hex: bytesToHex(proof.signedBytes(domain, value)) };
      return answerIf(proof.verifyObject(domain, value, signature, text(input, "public_key")), "manifest-signature", signed);
    }
    const message = proof.grantText(get<GrantTerms>(input, "terms"));
    const facts = { text: message, message_hash: bytesToHex(proof.tronMessageHash(message)) };
    return answerIf(proof.recoverTronAddress(message, signature) === text(input, "address"), "grant-signature", facts);
  },

  merkle(input) {
    const hex = (name: string) => hexToBytes(text(input, name));
    if (input["kind"] === "root")
      return { root: proof.merkle.rootOf(get<string[]>(input, "leaves").map((leaf) => hexToBytes(leaf))) };
    const holds =
      input["kind"] === "inclusion"
        ? proof.merkle.verifyInclusion({ ...get<merkle.InclusionClaim>({ input }, "input"), leaf: hex("leaf") })
        : proof.merkle.verifyConsistency(get<merkle.ConsistencyClaim>({ input }, "input"));
    return answerIf(holds, "path-invalid");
  },

  async "chunk-container"(input) {
    const container = piecesOf(get<Pieces>(input, "container"));
    if (input["entry"] !== undefined)
      return answer(await proof.verifyChunkFile(container, get<ChunkEntry>(input, "entry")), () => ({}));
    return answer(proof.parseChunk(container), ({ header }) => ({
      session_id: header.sessionId,
      index: header.index,
      suite: header.suite,
      codec: header.codec,
      plain_size: header.plainSize,
      compressed_size: header.compressedSize,
      salt: bytesToHex(header.salt),
      nonce: bytesToHex(header.nonce),
      sha256: sha256Of(container),
    }));
  },

  "chunk-open": (input) =>
    opening(opener, () => {
      if (input["kind"] === "records") {
        const plain = piecesOf(get<Pieces>(input, "plain"));
        const records = opener.readRecords(plain);
        return { count: records.length, records: records.slice(0, 8).map(({ type, bytes }) => [type, bytesToHex(bytes)]) };
      }
      const plain = opener.openChunk(fromBase64(text(input, "container")), hexToBytes(text(input, "data_key")));
      return { plain: Buffer.from(plain).toString("base64"), plain_sha256: proof.sha256Hex(plain) };
    }),

  "key-envelope": (input) =>
    opening(opener, async () => {
      const key = await opener.unwrapDataKey(piecesOf(get<Pieces>(input, "envelope")), text(input, "identity"), {
        commitment: get<string | undefined>(input, "key_commitment"),
      });
      return { data_key: bytesToHex(key), key_commitment: proof.keyCommitment(key) };
    }),

  "chunk-entry"(input) {
    const entry = proof.checkFormat(proof.ChunkEntry, input["entry"]);
    if (!entry.ok) return refusal(entry.failure);
    const previous = get<ChunkEntry | null>(input, "previous");
    const leaves = (previous === null ? [entry.value] : [previous, entry.value]).map(proof.canonicalBytes);
    return answer(proof.checkEntry(entry.value, previous ?? undefined, get<SessionStart>(input, "session")), (checked) => ({
      leaf_data: proof.canonicalJson(checked),
      leaf_hash: bytesToHex(proof.merkle.leafHash(proof.canonicalBytes(checked))),
      root: proof.merkle.rootOf(leaves),
    }));
  },

  "video-commitment"(input) {
    const salt = proof.videoSalt(hexToBytes(text(input, "data_key")), text(input, "session_id"), get<number>(input, "index"));
    const video = proof.readChunkVideo(fromBase64(text(input, "init")), fromBase64(text(input, "video")));
    return { salt: bytesToHex(salt), video: video === undefined ? null : proof.commitToVideo(salt, video) };
  },

  manifest(input, shared) {
    const parsed = proof.checkFormat(proof.SignedManifest, input["manifest"]);
    if (!parsed.ok) return refusal(parsed.failure);
    const { manifest } = parsed.value;
    return answer(proof.checkManifest(parsed.value, networkOf(proof, input, shared), proof.createSignatureCheck()), (tree) => ({
      manifest_hash: proof.manifestHash(manifest),
      merkle_root: tree.root(),
      anchor: proof.anchorOf(manifest),
    }));
  },

  "transaction-block-header"(input, shared) {
    if (input["kind"] === "root") return { root: proof.transactionRoot(get<SignedTransaction[]>(input, "transactions")) };
    if (input["kind"] === "genesis") return answer(proof.openNetwork(input["document"]), ({ hash }) => ({ hash }));
    const network = networkOf(proof, input, shared);
    if (input["kind"] === "headers") {
      const headers = get<unknown[]>(input, "headers").map((header) => proof.checkFormat(proof.SignedHeader, header));
      for (const header of headers) if (!header.ok) return refusal(header.failure);
      return answer(
        proof.checkHeaderChain(
          headers.flatMap((header) => (header.ok ? header.value : [])),
          network,
          proof.createSignatureCheck(),
        ),
        (hashes) => ({ hashes }),
      );
    }
    const parsed = proof.checkFormat(proof.SignedTransaction, input["transaction"]);
    return parsed.ok
      ? answer(proof.checkTransaction(parsed.value, network, proof.createSignatureCheck()), (id) => ({ id }))
      : refusal(parsed.failure);
  },

  "attestation-and-finality": (input, shared) =>
    answer(proof.verifyEvidence(get(input, "evidence"), genesisOf(input, shared)), (facts) => ({
      transaction_id: facts.transactionId,
      height: facts.height,
      final_height: facts.finalHeight,
      attesters: facts.attesters,
    })),

  "network-chain"(input, shared) {
    if (input["kind"] === "tag") return { tag: proof.v2.sessionTag(text(input, "session_id"), text(input, "salt")) };
    if (input["kind"] === "genesis")
      return answer(proof.v2.openNetwork(input["document"]), ({ hash, membersHash }) => ({ hash, members: membersHash }));
    if (input["kind"] === "proof") return networkProof(proof, input);
    if (input["kind"] === "link") return networkLink(proof, input);
    const network = proof.v2.openNetwork(get<Values>(shared, "genesis")[text(input, "genesis")]);
    if (!network.ok) throw new Error(network.failure.reason);
    if (input["kind"] === "evidence")
      return answer(proof.v2.verifyEvidence(input["evidence"], network.value, trustIn(input)), (facts) => ({
        transaction_id: facts.transactionId,
        height: facts.height,
        final_height: facts.finalHeight,
        voters: facts.voters,
      }));
    const certificate = proof.checkFormat(proof.v2.Certificate, input["certificate"]);
    if (!certificate.ok) return refusal(certificate.failure);
    const checked = proof.v2.checkCertificate(certificate.value, network.value, proof.createSignatureCheck());
    return answer(checked, ({ height, hash, voters }) => ({ height, hash, voters }));
  },

  "chunk-proof"(input, shared) {
    const document = input["proof_hex"] === undefined ? undefined : proof.readChunkProof(hexToBytes(text(input, "proof_hex")));
    if (document?.ok === false) return refusal(document.failure);
    return answer(proof.verifyChunkProof(document?.value ?? get(input, "proof"), genesisOf(input, shared)), (facts) => ({
      tree_size: facts.treeSize,
      committed_by: facts.committedBy,
      sender: facts.chain.sender,
    }));
  },

  payouts(input) {
    const verdict = proof.verifyPayoutDocument(documentIn(proof, input), proof.createSignatureCheck());
    if (!verdict.verified) return refusal(verdict.refusal);
    const { kind, node, logSize, sent, fees } = verdict.facts;
    return { kind, node, log_size: logSize, sent: sent.toString(), fees: fees.toString() };
  },

  policy(input) {
    const { version, longerMs, afterLossMs } = proof.policyFacts(input["policy"], {
      chunks: get<readonly ChunkEntry["gap_before"][]>(input, "gaps").map((gap_before) => ({ gap_before })),
      started_at_ms: get<number>(input, "started_at_ms"),
      ended_at_ms: get<number>(input, "ended_at_ms"),
    });
    return { version, longer_ms: longerMs, after_loss_ms: afterLossMs };
  },

  "deletion-receipt"(input) {
    const document = input["bytes"] === undefined ? undefined : proof.readDeletionReceipt(piecesOf(get<Pieces>(input, "bytes")));
    if (document?.ok === false) return refusal(document.failure);
    const manifest = get<Manifest | null>(input, "manifest");
    const recording = manifest && {
      session_id: manifest.session_id,
      manifest_hash: proof.manifestHash(manifest),
      merkle_root: manifest.merkle.root,
      chunk_count: manifest.merkle.leaf_count,
      total_size: manifest.total_size,
      node: manifest.node,
    };
    return answer(
      proof.verifyDeletionReceipt(document?.value ?? input["receipt"], recording ?? undefined),
      ({ session_id, node }) => ({ session_id, node, compared: recording !== null }),
    );
  },

  "time-proof": (input) => timeProof(proof, input),

  witness: (input) => witnessed(proof, input),
  audit: (input) =>
    auditLog(proof, input["bytes"] === undefined ? proof.utf8(text(input, "text")) : piecesOf(get(input, "bytes"))),

  bundle: (input, shared) => judged(proof, input, shared),

  "bundle-relations": (input, shared) => judged(proof, input, shared),

  async video(input, shared) {
    const judgement = await proof.judgeBundle(proof.bytesSource(spliced(input, shared, "video")));
    const { video } = judgement;
    if (!judgement.verified) return refusal(judgement);
    if (video === undefined) throw new Error("It is a bundle");
    const part = ({ chunks, fromMs, toMs }: (typeof video.parts)[number]) => ({ chunks, from_ms: fromMs, to_ms: toMs });
    return {
      pictures: video.pictures,
      duration_ms: video.durationMs,
      parts: video.parts.map(part),
      cuts: video.cuts.map(({ chunks, atMs }) => ({ chunks, at_ms: atMs })),
      gaps: video.gaps.map(({ beforeChunk, atMs, missingMs }) => ({
        before_chunk: beforeChunk,
        at_ms: atMs,
        missing_ms: missingMs,
      })),
      doubts: video.doubts.map(doubted),
    };
  },
});

async function judged(proof: Verifier, input: Values, shared: Values): Promise<VectorAnswer> {
  const verdict = await proof.verifyBundle(proof.bytesSource(spliced(input, shared)), { networks: get(input, "networks") });
  if (!verdict.verified) return refusal(verdict);
  const { facts } = verdict;
  return {
    session_id: facts.sessionId,
    owner: facts.owner,
    node: facts.node,
    network: facts.network.hash,
    manifest_sha256: facts.manifestHash,
    merkle_root: facts.merkleRoot,
    chunk_count: facts.chunkCount,
    included: facts.included,
    redacted: facts.redacted,
    absent: facts.absent,
    checkpoints: facts.checkpoints.length,
    live_checkpoints: facts.checkpoints.filter(({ isLive }) => isLive).length,
    continues: facts.anchor.continues,
    after: facts.after,
    deciding_keys: facts.network.decidingKeys,
    begun_after: dated(facts.bounds.lower),
    granted_after: dated(facts.bounds.granted),
    doubts: facts.bounds.doubts.map(({ code, ms }) => ({ code, ms })),
    policy: facts.policy && {
      version: facts.policy.version,
      longer_ms: facts.policy.longerMs,
      after_loss_ms: facts.policy.afterLossMs,
    },
    time: {
      span_ms: facts.time.spanMs,
      recorded_ms: facts.time.recordedMs,
      gap_ms: facts.time.gapMs,
      silence_ms: facts.time.silenceMs,
      longest_silence_ms: facts.time.longestSilenceMs,
    },
  };
}

function doubted(doubt: VideoDoubt): object {
  const { code } = doubt;
  switch (code) {
    case "picture-size":
      return { code, chunk: doubt.chunk, count: doubt.count, width: doubt.width, height: doubt.height };
    case "coded-size":
      return { code, chunk: doubt.chunk, count: doubt.count, coded: doubt.coded, width: doubt.width, height: doubt.height };
    case "picture-rate":
      return { code, chunk: doubt.chunk, count: doubt.count, pictures: doubt.pictures, played_ms: doubt.playedMs };
    case "play-time":
      return { code, played_ms: doubt.playedMs, stated_ms: doubt.statedMs };
  }
}

const dated = (block: { readonly height: number; readonly atMs: number; readonly chunk?: number } | null) =>
  block && { ...(block.chunk === undefined ? {} : { chunk: block.chunk }), height: block.height, time: block.atMs / 1_000 };

/** Input whose long lists are written out: `repeat` names lists whose only element stands there that many times. */
function prepared(input: Values): Values {
  const { repeat = [], ...given } = input as Values & { repeat?: readonly { path: readonly string[]; times: number }[] };
  const copy = repeat.length === 0 ? given : (structuredClone(given) as Values);
  for (const { path, times } of repeat) {
    const list = path.reduce<unknown>((at, name) => (at as Values)[name], copy) as unknown[];
    list.push(...Array.from({ length: times - 1 }, () => list[0]));
  }
  return copy;
}

const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

function spliced(input: Values, shared: Values, kind = "bundle"): Uint8Array {
  const clean = fromBase64(text(shared, text(input, kind)));
  const { at, remove, insert } = get<{ at: number; remove: number; insert: Pieces }>(input, "splice");
  return concatBytes(clean.subarray(0, at), piecesOf(insert), clean.subarray(at + remove));
}

async function opening({ IdentityError }: Opener, open: () => VectorAnswer | Promise<VectorAnswer>): Promise<VectorAnswer> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    return { code: error.code === "key-not-for-you" ? "not-for-you" : "sealed" };
  }
}
