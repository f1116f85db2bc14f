import { createSeededRandom } from "@lucid/foundation/testing";
import {
  type AnchorConsistency,
  anchorOf,
  type BlockRef,
  type BundleContent,
  type BundleDescriptor,
  type ChunkEntry,
  type ChunkProof,
  DOMAIN,
  type Evidence,
  hashObject,
  keyCommitment,
  type Manifest,
  type merkle,
  type SignedManifest,
  type SignedTransaction,
  sha256Hex,
  signObject,
  utf8,
  writeBundle,
} from "@lucid/proof";
import { concatBytes } from "@noble/hashes/utils.js";
import { createTestChain, type TestChain, type TestTransaction } from "./test-chain.ts";
import {
  type TestNetwork,
  type TestNetworkOptions,
  type TestOwner,
  type TestSigner,
  testGrant,
  testNetwork,
  testOwner,
} from "./test-network.ts";
import { recordTestChunks, type TestRecordingOptions } from "./test-recording.ts";

export interface TestSessionOptions extends TestRecordingOptions {
  /** Sizes at which the tree was anchored while the session ran. Default half of the chunks. */
  readonly checkpoints?: readonly number[];
  readonly network?: TestNetworkOptions;
  readonly policy?: unknown;
  readonly consent?: string;
  /** A block that the owner's grant names; only with the second version. */
  readonly grantAfter?: BlockRef;
  /** Version of the anchor; the second one says by a path which head it continues. Default 1. */
  readonly anchorVersion?: 1 | 2;
  /** Changes what a second anchor says of the head it continues. */
  readonly editConsistency?: (consistency: AnchorConsistency | null) => AnchorConsistency | null;
  /** Changes the manifest before it is hashed, signed and anchored. */
  readonly edit?: (manifest: Manifest) => Manifest;
}

/** One complete, signed and final session with everything that was needed to make it. */
export interface TestSession {
  readonly network: TestNetwork;
  readonly node: TestSigner;
  readonly owner: TestOwner;
  readonly chain: TestChain;
  readonly sessionId: string;
  readonly dataKey: Uint8Array;
  readonly policy: unknown;
  readonly consent: string;
  readonly manifest: SignedManifest;
  /** Containers by index. */
  readonly containers: readonly Uint8Array[];
  readonly anchor: Evidence;
  readonly checkpoints: readonly Evidence[];
  /** Root over the first `size` entries of the recording. */
  rootAt(size: number): string;
  /** Compact proof of one chunk against the anchor. */
  chunkProof(index: number): ChunkProof;
  /** The same against the first checkpoint that covers the chunk; undefined where none does. */
  liveProof(index: number): ChunkProof | undefined;
  /** Content of a bundle of everything, with these parts replaced. */
  content(changes?: Partial<BundleContent> & { readonly describe?: Partial<BundleDescriptor> }): BundleContent;
}

export function buildTestSession(seed: string, options: TestSessionOptions = {}): TestSession {
  const random = createSeededRandom(`${seed}/session`);
  const network = testNetwork(seed, options.network);
  const node = network.producers[0] as TestSigner;
  const owner = testOwner(seed);
  const sessionId = uuidOf(random.bytes(16));
  const dataKey = random.bytes(32);
  const policy = options.policy ?? { name: "default", record: { characters: false, picture: true } };
  const consent = options.consent ?? "This session is recorded.";
  const startedAtMs = network.genesis.genesis_time * 1000 + 60_000;

  const recording = recordTestChunks(random, { sessionId, dataKey, startedAtMs, network: network.hash }, options);
  const { entries, containers, tree } = recording;
  const endedAtMs = recording.endedAtMs + 120;
  const grant = testGrant(owner, {
    session_id: sessionId,
    network: network.hash,
    node: node.publicKey,
    policy_hash: hashObject(policy),
    consent_hash: sha256Hex(utf8(consent)),
    ends_at_ms: endedAtMs + 3_600_000,
    ...(options.grantAfter === undefined ? {} : { after: options.grantAfter }),
  });
  const drafted: Manifest = {
    format: "lucid-manifest",
    ...(options.version === 2
      ? { version: 2 as const, after: entries.at(-1)?.after ?? null, salt: sha256Hex(utf8(`${seed}/salt`)) }
      : { version: 1 as const }),
    session_id: sessionId,
    network: network.hash,
    node: node.publicKey,
    owner: owner.address,
    grant,
    recorder: { version: "0.1.0", encoder: "libx264", width: 1280, height: 720, frame_rate: 10 },
    started_at_ms: startedAtMs,
    ended_at_ms: endedAtMs,
    end: "stopped",
    chunk_target: { bytes: 10_485_760, seconds: 10 },
    key_commitment: keyCommitment(dataKey),
    chunks: [...entries],
    merkle: { algorithm: "rfc9162-sha256", root: tree.root(), leaf_count: tree.size },
    total_size: entries.reduce((sum, entry) => sum + entry.size, 0),
    total_plain_size: entries.reduce((sum, entry) => sum + entry.plain_size, 0),
    created_at_ms: endedAtMs + 500,
  };
  const manifest = options.edit?.(drafted) ?? drafted;
  const signed = { manifest, signature: signObject(DOMAIN.manifest, manifest, node.secretKey) };

  const chain = createTestChain(network);
  const anchored: SignedTransaction[] = [];
  const sizes = options.checkpoints ?? [Math.ceil(entries.length / 2)];
  for (const size of sizes) {
    const timeS = Math.ceil((entries[size - 1] as ChunkEntry).ended_at_ms / 1000);
    const data = { heads: [{ session_id: sessionId, size, root: tree.rootAt(size) }] };
    const checkpoint = chain.sign({ type: "node_checkpoint", data }, node, timeS);
    chain.addBlock(timeS, [checkpoint]);
    anchored.push(checkpoint);
  }
  const sealedS = Math.ceil(manifest.created_at_ms / 1000);
  const anchor = chain.sign(anchorStatement(manifest, tree, options), node, sealedS);
  chain.addBlock(sealedS, [anchor]);
  chain.addBlock(sealedS + 1);
  const anchorEvidence = chain.evidence(anchor);
  const checkpoints = anchored.map((checkpoint) => chain.evidence(checkpoint));

  const proofOf = (index: number, size: number, evidence: Evidence): ChunkProof => ({
    format: "lucid-chunk-proof",
    version: 1,
    entry: entries[index] as ChunkEntry,
    path: tree.inclusionPath(index, size),
    evidence,
  });

  return {
    network,
    node,
    owner,
    chain,
    sessionId,
    dataKey,
    policy,
    consent,
    manifest: signed,
    containers,
    anchor: anchorEvidence,
    checkpoints,
    rootAt: (size) => tree.rootAt(size),
    chunkProof: (index) => proofOf(index, tree.size, anchorEvidence),
    liveProof(index) {
      const at = sizes.findIndex((size) => size > index);
      const [size, evidence] = [sizes[at], checkpoints[at]];
      return size === undefined || evidence === undefined ? undefined : proofOf(index, size, evidence);
    },
    content: ({ describe, ...changes } = {}) => ({
      descriptor: {
        format: "lucid-bundle",
        version: 1,
        session_id: sessionId,
        created_at_ms: manifest.created_at_ms + 60_000,
        chunks: [[0, entries.length - 1]],
        range_ms: null,
        redacted: [],
        ...describe,
      },
      genesis: network.genesis,
      manifest: signed,
      anchor: anchorEvidence,
      checkpoints: [...checkpoints],
      policy,
      consent,
      chunk: async (index) => containers[index] as Uint8Array,
      ...changes,
    }),
  };
}

function anchorStatement(manifest: Manifest, tree: merkle.MerkleTree, options: TestSessionOptions): TestTransaction {
  if (options.anchorVersion !== 2) return { type: "session_anchor", data: anchorOf(manifest) };
  const size = (options.checkpoints ?? [Math.ceil(tree.size / 2)]).at(-1);
  const last = size === undefined ? null : { size, root: tree.rootAt(size), path: tree.consistencyPath(size, tree.size) };
  const consistency = (options.editConsistency ?? ((same) => same))(last);
  return { type: "session_anchor_v2", data: { ...anchorOf(manifest), consistency } };
}

/** The bytes of a whole bundle. */
export async function bundleBytes(content: BundleContent): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writeBundle(content)) pieces.push(piece);
  return concatBytes(...pieces);
}

function uuidOf(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}
