import {
  type ChunkEntryV2,
  type ChunkProof,
  canonicalBytes,
  type Evidence,
  type FailureCode,
  type Manifest,
  merkle,
} from "@lucid/proof";
import { type ForgedEvidence, forgeEvidence } from "../proof/forge-evidence.ts";
import { createTestChain } from "../proof/test-chain.ts";
import { buildTestSession, type TestSession, type TestSessionOptions } from "../proof/test-session.ts";
import { invalid, type Vector, valid } from "./vector.ts";

const OPTIONS = {
  chunks: 5,
  chunkBytes: 48,
  checkpoints: [3],
  version: 2,
  anchorVersion: 2,
} as const satisfies TestSessionOptions;
const CHUNK = 1;
const DAY_MS = 86_400_000;
const SOME_HASH = "5".repeat(64);

/** What one chunk and one block say of each other: every relation of a bundle that a chunk proof shows as well. */
export function chunkProofRelations(seed: string): Vector[] {
  const make = (options: Partial<TestSessionOptions> = {}): TestSession => buildTestSession(seed, { ...OPTIONS, ...options });
  const session = make();
  const genesisMs = session.network.genesis.genesis_time * 1_000;
  const entry = session.manifest.manifest.chunks[CHUNK] as ChunkEntryV2;
  const input = (proof: ChunkProof): Vector["input"] => ({ genesis: "main", proof });
  const good = (name: string, proof: ChunkProof, expect: Vector["expect"]): Vector => valid(name, input(proof), expect);
  const bad = (name: string, proof: ChunkProof, code: FailureCode, isOfChunk = true): Vector =>
    invalid(name, input(proof), code, isOfChunk ? { chunk: CHUNK } : {});

  /** The proof of the chunk as it says other things, which are what is anchored. */
  const saying = (change: Partial<ChunkEntryV2>): ChunkProof =>
    make({ editEntry: (one) => (one.index === CHUNK ? { ...one, ...change } : one) }).chunkProof(CHUNK);
  /** The proof against the anchor of a recording with other times. */
  const within = (span: (manifest: Manifest) => Partial<Manifest>, anchorVersion: 1 | 2 = 2): ChunkProof =>
    make({ anchorVersion, edit: (manifest) => ({ ...manifest, ...span(manifest) }) }).chunkProof(CHUNK);
  /** The proof against a checkpoint in a block of this second. */
  const checkpointed = (of: TestSession, atS: number): ChunkProof => {
    const tree = merkle.createTree();
    for (const one of of.manifest.manifest.chunks) tree.append(canonicalBytes(one));
    const chain = createTestChain(of.network);
    const heads = [{ session_id: of.sessionId, size: 3, root: tree.rootAt(3) }];
    const sent = chain.sign({ type: "node_checkpoint", data: { heads } }, of.node, atS);
    chain.addBlock(atS, [sent]);
    chain.addBlock(atS + 10);
    return { ...of.chunkProof(CHUNK), path: tree.inclusionPath(CHUNK, 3), evidence: chain.evidence(sent) };
  };
  /** The proof with a transaction that is about no session. */
  const byAuditLog = (): ChunkProof => {
    const chain = createTestChain(session.network);
    const atS = session.network.genesis.genesis_time + 10;
    const data = { log: SOME_HASH, size: OPTIONS.chunks, root: SOME_HASH };
    const sent = chain.sign({ type: "audit_checkpoint", data }, session.node, atS);
    chain.addBlock(atS, [sent]);
    chain.addBlock(atS + 10);
    return { ...session.chunkProof(CHUNK), evidence: chain.evidence(sent) };
  };
  /** The proof in a block that all keys together made against the rules. */
  const forged = (changes: ForgedEvidence): ChunkProof => {
    const evidence: Evidence = forgeEvidence(session.network, session.node, session.anchor, changes);
    return { ...session.chunkProof(CHUNK), evidence };
  };
  /** The proof of a chunk that names block 1, in block 4, whose votes start at block 1 too. */
  const votedFrom = (hash: string): ChunkProof => {
    const after = { height: 1, hash: SOME_HASH };
    const naming = make({ editEntry: (one) => (one.index >= CHUNK ? { ...one, after } : one) });
    const changes = { header: { height: 4, previous_hash: SOME_HASH }, source: { height: 1, hash } };
    return { ...naming.chunkProof(CHUNK), evidence: forgeEvidence(naming.network, naming.node, naming.anchor, changes) };
  };
  const header = session.anchor.headers[0]?.header;
  if (header === undefined) throw new RangeError("chunkProofRelations: evidence without headers");

  const { started_at_ms: from, ended_at_ms: to } = entry;
  const gap = { kind: "paused", code: null, data: null, note: "", from_ms: from - 10, to_ms: from } as const;
  const shifted = (ms: number): TestSession =>
    make({ editEntry: (one) => ({ ...one, started_at_ms: one.started_at_ms + ms, ended_at_ms: one.ended_at_ms + ms }) });
  const startingAt = (ms: number): ChunkProof => checkpointed(shifted(ms - from), header.timestamp);
  const lastS = Math.ceil(to / 1_000) - 60;

  return [
    bad("a proof by the head of an audit log", byAuditLog(), "path-invalid"),
    bad("a chunk that ends before it starts", saying({ ended_at_ms: from - 1 }), "chunk-times"),
    bad(
      "a chunk that ends before it starts by the monotonic clock",
      saying({ ended_monotonic_ms: entry.started_monotonic_ms - 1, ended_at_ms: from }),
      "chunk-times",
    ),
    bad("a chunk that is longer by one clock than by the other", saying({ ended_at_ms: to + 101 }), "chunk-times"),
    bad("a gap that ends before it begins", saying({ gap_before: { ...gap, from_ms: from, to_ms: from - 10 } }), "gap-mismatch"),
    bad("a gap that ends after the chunk starts", saying({ gap_before: { ...gap, to_ms: from + 1 } }), "gap-mismatch"),
    bad("a chunk smaller than a container", saying({ size: 119 }), "chunk-entry-invalid"),
    bad("a chunk of sizes that differ without compression", saying({ plain_size: entry.plain_size + 1 }), "chunk-entry-invalid"),
    bad("a chunk that names another genesis", saying({ after: { height: 0, hash: SOME_HASH } }), "after-mismatch"),

    good(
      "a chunk from the first to the last moment of its recording",
      within(() => ({ started_at_ms: from, ended_at_ms: to })),
      {
        tree_size: 5,
      },
    ),
    bad(
      "a chunk from before its recording",
      within(() => ({ started_at_ms: from + 1 })),
      "chunk-times",
    ),
    bad(
      "a chunk from before its recording, by an anchor of the first kind",
      within(() => ({ started_at_ms: from + 1 }), 1),
      "chunk-times",
    ),
    bad(
      "a chunk from after its recording",
      within(() => ({ ended_at_ms: to - 1 })),
      "chunk-times",
    ),

    good(
      "a recording from a day before its network",
      within(() => ({ started_at_ms: genesisMs - DAY_MS })),
      { tree_size: 5 },
    ),
    bad(
      "a recording from more than a day before its network",
      within(() => ({ started_at_ms: genesisMs - DAY_MS - 1 })),
      "start-before-network",
      false,
    ),
    good("a chunk from a day before its network, in a checkpoint", startingAt(genesisMs - DAY_MS), { tree_size: 3 }),
    bad(
      "a chunk from more than a day before its network, in a checkpoint",
      startingAt(genesisMs - DAY_MS - 1),
      "start-before-network",
      false,
    ),

    good(
      "a recording that ends a minute after its anchor",
      within(() => ({ ended_at_ms: header.timestamp * 1_000 + 60_000 })),
      {
        tree_size: 5,
      },
    ),
    bad(
      "a recording that ends more than a minute after its anchor",
      within(() => ({ ended_at_ms: header.timestamp * 1_000 + 60_001 })),
      "anchor-time",
    ),
    good("a chunk that ends a minute after its checkpoint", checkpointed(session, lastS), { committed_by: "node_checkpoint" }),
    bad("a chunk that ends more than a minute after its checkpoint", checkpointed(session, lastS - 1), "anchor-time"),

    good("an anchor that continues no head", make({ editConsistency: () => null }).chunkProof(CHUNK), { tree_size: 5 }),
    bad(
      "an anchor that continues another head than its path leads from",
      make({ editConsistency: (head) => head && { ...head, root: SOME_HASH } }).chunkProof(CHUNK),
      "checkpoint-mismatch",
      false,
    ),
    bad(
      "an anchor with a path that leads elsewhere",
      make({ editConsistency: (head) => head && { ...head, path: [SOME_HASH, ...head.path.slice(1)] } }).chunkProof(CHUNK),
      "checkpoint-mismatch",
      false,
    ),
    bad(
      "an anchor that continues a larger head than its own",
      make({ editConsistency: (head) => head && { ...head, size: 6 } }).chunkProof(CHUNK),
      "checkpoint-mismatch",
      false,
    ),

    bad(
      "a block of a height that its time does not leave room for",
      forged({ header: { height: header.timestamp - session.network.genesis.genesis_time + 2, previous_hash: SOME_HASH } }),
      "chain-conflict",
      false,
    ),
    good("a chunk that names the block which the votes start at", votedFrom(SOME_HASH), { tree_size: 5 }),
    bad("a chunk that names another block than the votes start at", votedFrom("6".repeat(64)), "chain-conflict", false),
  ];
}
