import {
  anchorOf,
  type BlockRef,
  type ChunkEntry,
  type ChunkEntryV2,
  canonicalBytes,
  DOMAIN,
  type Manifest,
  manifestHash,
  merkle,
  signObject,
  type TreeHead,
} from "@lucid/proof";
import { createTestChain } from "../proof/test-chain.ts";
import { testGrant, testNetwork, testOwner } from "../proof/test-network.ts";
import { buildTestSession } from "../proof/test-session.ts";
import { chunkProofRelations } from "./chunk-proof-relation-vectors.ts";
import { secondManifestVectors } from "./second-version-vectors.ts";
import { chunkProofBounds, manifestBounds } from "./session-bound-vectors.ts";
import { invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const SEED = "vectors";

function withEntries(manifest: Manifest, chunks: readonly ChunkEntry[]): Manifest {
  return {
    ...manifest,
    chunks: [...chunks],
    merkle: { algorithm: "rfc9162-sha256", root: merkle.rootOf(chunks.map(canonicalBytes)), leaf_count: chunks.length },
    total_size: chunks.reduce((sum, entry) => sum + entry.size, 0),
    total_plain_size: chunks.reduce((sum, entry) => sum + entry.plain_size, 0),
  };
}

export function manifestVectors(): VectorFile {
  const session = buildTestSession(SEED, { chunks: 3, chunkBytes: 48, pausedBefore: [2] });
  const { manifest, signature } = session.manifest;
  const [first, second, third] = manifest.chunks as [ChunkEntry, ChunkEntry, ChunkEntry];
  const owner = testOwner(SEED);

  const signed = (changes: Partial<Manifest>): Vector["input"] => {
    const changed = { ...manifest, ...changes };
    return {
      genesis: "main",
      manifest: { manifest: changed, signature: signObject(DOMAIN.manifest, changed, session.node.secretKey) },
    };
  };
  const entries = (...chunks: ChunkEntry[]) => signed(withEntries(manifest, chunks));
  const terms = (changes: object, signer = owner) =>
    signed({ grant: testGrant(signer, { ...manifest.grant.terms, ...changes }) });

  return vectorFile(
    "manifest",
    "A signed manifest and the network it belongs to. It is valid when its signature, its grant, its list of chunks, its totals and its root hold.",
    [
      valid(
        "a session of three chunks and one pause",
        { genesis: "main", manifest: session.manifest },
        { manifest_hash: manifestHash(manifest), merkle_root: manifest.merkle.root, anchor: anchorOf(manifest) },
      ),
      valid("a grant that ends with the recording", terms({ ends_at_ms: manifest.ended_at_ms })),
      invalid("another network", { genesis: "other", manifest: session.manifest }, "network-mismatch"),
      invalid(
        "a change that was not signed",
        { genesis: "main", manifest: { manifest: { ...manifest, end: "limit" }, signature } },
        "manifest-signature",
      ),
      invalid(
        "the signature of another node",
        { genesis: "main", manifest: { manifest, signature: signObject(DOMAIN.manifest, manifest, new Uint8Array(32)) } },
        "manifest-signature",
      ),
      invalid(
        "a signature under another domain",
        { genesis: "main", manifest: { manifest, signature: signObject(DOMAIN.block, manifest, session.node.secretKey) } },
        "manifest-signature",
      ),
      invalid("a grant of another owner", terms({}, testOwner("other")), "grant-signature"),
      invalid("a grant for another session", terms({ session_id: "00000000-0000-4000-8000-000000000000" }), "grant-mismatch"),
      invalid("a grant for another node", terms({ node: "00".repeat(32) }), "grant-mismatch"),
      invalid("a grant for another network", terms({ network: "00".repeat(32) }), "grant-mismatch"),
      invalid("a grant that ended before the recording", terms({ ends_at_ms: manifest.ended_at_ms - 1 }), "grant-expired"),
      invalid("a chunk left out of the list", entries(first, third), "chunk-order", { chunk: 1 }),
      invalid("two chunks exchanged", entries(first, third, second), "chunk-order", { chunk: 1 }),
      invalid("a chunk twice", entries(first, second, second, third), "chunk-order", { chunk: 2 }),
      invalid(
        "a chunk of another session",
        entries(first, { ...second, session_id: "00000000-0000-4000-8000-000000000000" }, third),
        "chunk-order",
        { chunk: 1 },
      ),
      invalid(
        "chunks that overlap in time",
        entries(first, { ...second, started_at_ms: first.started_at_ms }, third),
        "chunk-times",
        { chunk: 1 },
      ),
      invalid("a last chunk that ends after the recording", signed({ ended_at_ms: third.ended_at_ms - 1 }), "chunk-times", {
        chunk: 2,
      }),
      invalid("a pause that is not told", entries(first, second, { ...third, gap_before: null }), "gap-mismatch", { chunk: 2 }),
      invalid("a wrong total size", signed({ total_size: manifest.total_size - 1 }), "totals-mismatch"),
      invalid("a wrong number of leaves", signed({ merkle: { ...manifest.merkle, leaf_count: 4 } }), "totals-mismatch"),
      invalid("a wrong root", signed({ merkle: { ...manifest.merkle, root: "00".repeat(32) } }), "root-mismatch"),
      invalid("no chunk at all", entries(), "format-invalid"),
      invalid(
        "an unknown version",
        { genesis: "main", manifest: { manifest: { ...manifest, version: 2 }, signature } },
        "format-invalid",
      ),
      ...secondManifestVectors(SEED, { chunks: 3, chunkBytes: 48, pausedBefore: [2] }, manifest),
      ...manifestBounds(session.manifest, signed),
    ],
    { genesis: { main: session.network.genesis, other: testNetwork("other").genesis } },
  );
}

export function chunkProofVectors(): VectorFile {
  const session = buildTestSession(SEED, { chunks: 5, chunkBytes: 48, checkpoints: [3] });
  const other = buildTestSession("other", { chunks: 5, chunkBytes: 48 });
  const second = { chunks: 5, chunkBytes: 48, checkpoints: [3], version: 2 } as const;
  const named = (after: BlockRef) => (entry: ChunkEntryV2) => ({ ...entry, after });
  const continued = buildTestSession(SEED, { chunks: 5, chunkBytes: 48, checkpoints: [3], anchorVersion: 2 });
  const elsewhere = buildTestSession("other", { chunks: 5, chunkBytes: 48, anchorVersion: 2 });
  const tree = merkle.createTree();
  for (const entry of session.manifest.manifest.chunks) tree.append(canonicalBytes(entry));
  const proof = session.chunkProof(1);
  const live = { ...proof, path: tree.inclusionPath(1, 3), evidence: session.checkpoints[0] };
  const on = (changes: object = {}): Vector["input"] => ({ genesis: "main", proof: { ...proof, ...changes } });
  const head = { session_id: session.sessionId, size: tree.size, root: tree.root() };
  const foreign = { ...head, session_id: other.sessionId };
  const checkpoint = (heads: TreeHead[]) => {
    const chain = createTestChain(session.network);
    const sentS = session.network.genesis.genesis_time + 3_600;
    const sent = chain.sign({ type: "node_checkpoint", data: { heads } }, session.node, sentS);
    chain.addBlock(sentS, [sent]);
    chain.addBlock(sentS + 10);
    return chain.evidence(sent);
  };
  const { genesis } = session.network;
  const broken = { ...genesis, parameters: { ...genesis.parameters, slot_duration: 125 } };
  return vectorFile(
    "chunk-proof",
    "The proof that one chunk was committed by a final block, and the network it belongs to.",
    [
      valid(
        "the first chunk, against the anchor",
        { genesis: "main", proof: session.chunkProof(0) },
        { tree_size: 5, committed_by: "session_anchor", sender: session.node.publicKey },
      ),
      valid(
        "the last chunk, against the anchor",
        { genesis: "main", proof: session.chunkProof(4) },
        { tree_size: 5, committed_by: "session_anchor" },
      ),
      valid(
        "a chunk against a checkpoint made while the session ran",
        { genesis: "main", proof: live },
        { tree_size: 3, committed_by: "node_checkpoint" },
      ),
      valid("a chunk against an anchor with a path", on({ evidence: continued.anchor }), {
        tree_size: 5,
        committed_by: "session_anchor_v2",
        sender: session.node.publicKey,
      }),
      invalid("an anchor with a path of another session", on({ evidence: elsewhere.anchor }), "network-mismatch"),
      valid("a chunk of version 2", on(buildTestSession(SEED, { ...second, anchorVersion: 2 }).chunkProof(1)), {
        tree_size: 5,
        committed_by: "session_anchor_v2",
      }),
      invalid(
        "a chunk that names a block after the one that holds it",
        on(buildTestSession(SEED, { ...second, editEntry: named({ height: 2, hash: "11".repeat(32) }) }).chunkProof(1)),
        "after-mismatch",
        { chunk: 1 },
      ),
      invalid(
        "a chunk that names another block than the evidence shows at its height",
        on(buildTestSession(SEED, { ...second, editEntry: named({ height: 1, hash: "11".repeat(32) }) }).chunkProof(1)),
        "after-mismatch",
        { chunk: 1 },
      ),
      invalid(
        "a chunk that names a block above all that are shown",
        on(buildTestSession(SEED, { ...second, editEntry: named({ height: 50, hash: "11".repeat(32) }) }).chunkProof(1)),
        "after-mismatch",
        { chunk: 1 },
      ),
      invalid("a changed entry", on({ entry: { ...proof.entry, events: 999 } }), "path-invalid", { chunk: 1 }),
      invalid("the path of another chunk", on({ path: session.chunkProof(2).path }), "path-invalid", { chunk: 1 }),
      invalid("a path with a step too few", on({ path: proof.path.slice(1) }), "path-invalid", { chunk: 1 }),
      invalid("an entry of another session", on({ entry: other.manifest.manifest.chunks[1] }), "path-invalid", { chunk: 1 }),
      invalid("the anchor's path with the checkpoint's evidence", on({ evidence: session.checkpoints[0] }), "path-invalid", {
        chunk: 1,
      }),
      invalid("evidence of another network", on({ evidence: other.anchor }), "network-mismatch"),
      invalid("another network", { genesis: "other", proof }, "network-mismatch"),
      invalid("another version", on({ version: 2 }), "format-invalid"),
      invalid("an unknown field", on({ note: "" }), "format-invalid"),
      ...chunkProofRelations(SEED),
      ...chunkProofBounds(proof, { other: checkpoint([foreign]), twice: checkpoint([head, head]) }),
    ],
    { genesis: { main: session.network.genesis, other: other.network.genesis, broken } },
  );
}
