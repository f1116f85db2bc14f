import { readFileSync } from "node:fs";
import { IdentityError, openChunk, unwrapDataKey } from "@lucid/identity";
import { buildVectors, type Vector, type VectorFile, type VectorTopic, vectorFileText, vectorTopics } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "./encoding/bytes.ts";
import {
  anchorOf,
  bytesSource,
  ChunkEntry,
  canonicalBytes,
  canonicalJson,
  checkEntry,
  checkFormat,
  checkHeaderChain,
  checkManifest,
  checkTransaction,
  createSignatureCheck,
  type Domain,
  type Failure,
  type Genesis,
  type GrantTerms,
  grantText,
  keyCommitment,
  manifestHash,
  merkle,
  type Network,
  type Outcome,
  openNetwork,
  parseCanonical,
  parseChunk,
  recoverTronAddress,
  type SessionStart,
  type SignedHeader,
  SignedManifest,
  SignedTransaction,
  sha256Hex,
  signedBytes,
  transactionRoot,
  tronMessageHash,
  verifyBundle,
  verifyChunkProof,
  verifyEvidence,
  verifyObject,
} from "./index.ts";

type Answer = Record<string, unknown>;
type Values = Readonly<Record<string, unknown>>;
type Run = (input: Values, shared: Values) => Answer | Promise<Answer>;

const get = <T>(from: Values, name: string): T => from[name] as T;
const text = (from: Values, name: string): string => get<string>(from, name);
const fromBase64 = (encoded: string): Uint8Array => new Uint8Array(Buffer.from(encoded, "base64"));
const refusal = ({ code, chunk }: Failure): Answer => ({ code, ...(chunk === undefined ? {} : { chunk }) });
const answer = <T>(outcome: Outcome<T>, of: (value: T) => Answer): Answer =>
  outcome.ok ? of(outcome.value) : refusal(outcome.failure);
const answerIf = (holds: boolean, code: string, more: Answer = {}): Answer => (holds ? more : { code });

const genesisOf = (input: Values, shared: Values): Genesis =>
  get<Record<string, Genesis>>(shared, "genesis")[text(input, "genesis")]!;

function networkOf(input: Values, shared: Values): Network {
  const network = openNetwork(genesisOf(input, shared));
  if (!network.ok) throw new Error(network.failure.reason);
  return network.value;
}

/** How each topic's vectors are put to the verifier. What it answers is compared with what the vector expects. */
const runs: Record<VectorTopic, Run> = {
  "canonical-json": (input) =>
    answer(parseCanonical(hexToBytes(text(input, "utf8_hex")), 1_048_576), (value) => ({
      text: canonicalJson(value),
      sha256: sha256Hex(canonicalBytes(value)),
    })),

  signatures(input) {
    const signature = text(input, "signature");
    if (input["kind"] === "ed25519") {
      const [domain, value] = [get<Domain>(input, "domain"), input["value"]];
      const signed = { signed_bytes_hex: bytesToHex(signedBytes(domain, value)) };
      return answerIf(verifyObject(domain, value, signature, text(input, "public_key")), "manifest-signature", signed);
    }
    const message = grantText(get<GrantTerms>(input, "terms"));
    const facts = { text: message, message_hash: bytesToHex(tronMessageHash(message)) };
    return answerIf(recoverTronAddress(message, signature) === text(input, "address"), "grant-signature", facts);
  },

  merkle(input) {
    const hex = (name: string) => hexToBytes(text(input, name));
    if (input["kind"] === "root") return { root: merkle.rootOf(get<string[]>(input, "leaves").map((leaf) => hexToBytes(leaf))) };
    const holds =
      input["kind"] === "inclusion"
        ? merkle.verifyInclusion({ ...get<merkle.InclusionClaim>({ input }, "input"), leaf: hex("leaf") })
        : merkle.verifyConsistency(get<merkle.ConsistencyClaim>({ input }, "input"));
    return answerIf(holds, "path-invalid");
  },

  "chunk-container": (input) =>
    answer(parseChunk(fromBase64(text(input, "container"))), ({ header }) => ({
      session_id: header.sessionId,
      index: header.index,
      suite: header.suite,
      codec: header.codec,
      plain_size: header.plainSize,
      compressed_size: header.compressedSize,
      salt: bytesToHex(header.salt),
      nonce: bytesToHex(header.nonce),
      sha256: sha256Hex(fromBase64(text(input, "container"))),
    })),

  "chunk-open": (input) =>
    opening(() => {
      const plain = openChunk(fromBase64(text(input, "container")), hexToBytes(text(input, "data_key")));
      return { plain: Buffer.from(plain).toString("base64"), plain_sha256: sha256Hex(plain) };
    }),

  "key-envelope": (input) =>
    opening(async () => {
      const key = await unwrapDataKey(fromBase64(text(input, "envelope")), text(input, "identity"));
      return { data_key: bytesToHex(key), key_commitment: keyCommitment(key) };
    }),

  "chunk-entry"(input) {
    const entry = checkFormat(ChunkEntry, input["entry"]);
    if (!entry.ok) return refusal(entry.failure);
    const previous = get<ChunkEntry | null>(input, "previous");
    const leaves = (previous === null ? [entry.value] : [previous, entry.value]).map(canonicalBytes);
    return answer(checkEntry(entry.value, previous ?? undefined, get<SessionStart>(input, "session")), (checked) => ({
      leaf_data: canonicalJson(checked),
      leaf_hash: bytesToHex(merkle.leafHash(canonicalBytes(checked))),
      root: merkle.rootOf(leaves),
    }));
  },

  manifest(input, shared) {
    const parsed = checkFormat(SignedManifest, input["manifest"]);
    if (!parsed.ok) return refusal(parsed.failure);
    const { manifest } = parsed.value;
    return answer(checkManifest(parsed.value, networkOf(input, shared), createSignatureCheck()), (tree) => ({
      manifest_hash: manifestHash(manifest),
      merkle_root: tree.root(),
      anchor: anchorOf(manifest),
    }));
  },

  "transaction-block-header"(input, shared) {
    if (input["kind"] === "root") return { root: transactionRoot(get<SignedTransaction[]>(input, "transactions")) };
    const network = networkOf(input, shared);
    if (input["kind"] === "headers")
      return answer(checkHeaderChain(get<SignedHeader[]>(input, "headers"), network, createSignatureCheck()), (hashes) => ({
        hashes,
      }));
    const parsed = checkFormat(SignedTransaction, input["transaction"]);
    return parsed.ok
      ? answer(checkTransaction(parsed.value, network, createSignatureCheck()), (id) => ({ id }))
      : refusal(parsed.failure);
  },

  "attestation-and-finality": (input, shared) =>
    answer(verifyEvidence(get(input, "evidence"), genesisOf(input, shared)), (facts) => ({
      transaction_id: facts.transactionId,
      height: facts.height,
      final_height: facts.finalHeight,
      attesters: facts.attesters,
    })),

  "chunk-proof": (input, shared) =>
    answer(verifyChunkProof(get(input, "proof"), genesisOf(input, shared)), (facts) => ({
      tree_size: facts.treeSize,
      committed_by: facts.committedBy,
      sender: facts.chain.sender,
    })),

  bundle: judged,

  "bundle-relations": judged,
};

async function judged(input: Values, shared: Values): Promise<Answer> {
  const verdict = await verifyBundle(bytesSource(spliced(input, shared)));
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
    continues: facts.anchor.continues,
    after: facts.after,
    deciding_keys: facts.network.decidingKeys,
    time: {
      span_ms: facts.time.spanMs,
      recorded_ms: facts.time.recordedMs,
      gap_ms: facts.time.gapMs,
      silence_ms: facts.time.silenceMs,
      longest_silence_ms: facts.time.longestSilenceMs,
    },
  };
}
function spliced(input: Values, shared: Values): Uint8Array {
  const clean = fromBase64(text(shared, text(input, "bundle")));
  const { at, remove, insert } = get<{ at: number; remove: number; insert: string }>(input, "splice");
  return new Uint8Array([...clean.subarray(0, at), ...fromBase64(insert), ...clean.subarray(at + remove)]);
}

async function opening(open: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof IdentityError)) throw error;
    return { code: error.code === "key-not-for-you" ? "not-for-you" : "sealed" };
  }
}

const committed = (topic: VectorTopic): string =>
  readFileSync(new URL(`../../../docs/formats/vectors/${topic}.json`, import.meta.url), "utf8");

const files = vectorTopics.map((topic) => JSON.parse(committed(topic)) as VectorFile);

describe("the published vectors", () => {
  it("are those that scripts/make-vectors.ts writes", async () => {
    for (const file of await buildVectors()) expect(vectorFileText(file)).toBe(committed(file.topic));
  });

  it("are at least 100, and at least half of them must be refused", () => {
    const all = files.flatMap(({ vectors }) => vectors);
    expect(all.length).toBeGreaterThanOrEqual(100);
    expect(all.filter((vector) => !vector.valid).length).toBeGreaterThanOrEqual(all.length / 2);
    for (const vector of all) expect("code" in vector.expect).toBe(!vector.valid);
  });

  it("have a name of their own within their file", () => {
    for (const { vectors } of files) expect(new Set(vectors.map(({ name }) => name)).size).toBe(vectors.length);
  });
});

describe.each(files)("the vectors of $topic", ({ topic, shared = {}, vectors }) => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))("hold for: %s", async (_name, vector: Vector) => {
    expect(await runs[topic](vector.input, shared)).toMatchObject(vector.expect);
    if (!vector.valid) expect(Object.keys(await runs[topic](vector.input, shared))).toContain("code");
  });
});
