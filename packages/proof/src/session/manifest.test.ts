import { buildTestSession, type TestSessionOptions, testGrant, testNetwork, testOwner } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { openNetwork } from "../chain/network.ts";
import { createSignatureCheck } from "../chain/signature-check.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import type { Manifest, SignedManifest } from "../formats/manifest.ts";
import { rootOf } from "../merkle/tree.ts";
import { grantSigner, grantText } from "./grant.ts";
import { anchorOf, checkManifest, manifestHash } from "./manifest.ts";

const OPTIONS: TestSessionOptions = { chunks: 4, chunkBytes: 200, pausedBefore: [2] };
const clean = buildTestSession("manifest", OPTIONS);

function codeOf(signed: SignedManifest, genesis = clean.network.genesis) {
  const network = openNetwork(genesis);
  if (!network.ok) throw new Error(network.failure.code);
  const outcome = checkManifest(signed, network.value, createSignatureCheck());
  return outcome.ok ? "ok" : [outcome.failure.code, outcome.failure.chunk];
}

/** A manifest changed before its node signed it. */
const edited = (edit: (manifest: Manifest) => Manifest): SignedManifest =>
  buildTestSession("manifest", { ...OPTIONS, checkpoints: [], edit }).manifest;

/** One entry changed, with totals and root to match, signed by the node. */
const withEntry = (index: number, changes: Partial<ChunkEntry>): SignedManifest =>
  edited((manifest) =>
    withChunks(
      manifest,
      manifest.chunks.map((entry) => (entry.index === index ? { ...entry, ...changes } : entry)),
    ),
  );

function withChunks(manifest: Manifest, chunks: ChunkEntry[]): Manifest {
  return {
    ...manifest,
    chunks,
    merkle: { algorithm: "rfc9162-sha256", root: rootOf(chunks.map(canonicalBytes)), leaf_count: chunks.length },
    total_size: chunks.reduce((sum, entry) => sum + entry.size, 0),
    total_plain_size: chunks.reduce((sum, entry) => sum + entry.plain_size, 0),
  };
}

const [first, second, third] = clean.manifest.manifest.chunks as [ChunkEntry, ChunkEntry, ChunkEntry];
const gap = third.gap_before!;

describe("a manifest", () => {
  it("is accepted as its node signed it", () => {
    expect(codeOf(clean.manifest)).toBe("ok");
    expect(codeOf(edited((manifest) => withChunks(manifest, [...manifest.chunks])))).toBe("ok");
  });

  it("is refused after any change that was not signed", () => {
    const { manifest, signature } = clean.manifest;
    expect(codeOf({ manifest: { ...manifest, end: "limit" }, signature })).toEqual(["manifest-signature", undefined]);
    expect(codeOf({ manifest, signature: "0".repeat(128) })).toEqual(["manifest-signature", undefined]);
  });

  it("may end with its last chunk", () => {
    const end = clean.manifest.manifest.chunks.at(-1)!.ended_at_ms;
    expect(codeOf(edited((manifest) => ({ ...manifest, ended_at_ms: end })))).toBe("ok");
    expect(codeOf(edited((manifest) => ({ ...manifest, ended_at_ms: end - 1 })))).toEqual(["chunk-times", 3]);
  });

  it("is refused on another network", () => {
    expect(codeOf(clean.manifest, testNetwork("other").genesis)).toEqual(["network-mismatch", undefined]);
  });

  it.each([
    ["another session's chunk", withEntry(1, { session_id: "00000000-0000-4000-8000-000000000000" }), "chunk-order", 1],
    ["an index twice", withEntry(2, { index: 1 }), "chunk-order", 2],
    ["a chunk that starts before the one before ends", withEntry(1, { started_at_ms: first.ended_at_ms - 1 }), "chunk-times", 1],
    ["a chunk that ends before it starts", withEntry(1, { ended_at_ms: second.started_at_ms - 1 }), "chunk-times", 1],
    [
      "a chunk that ends after the recording",
      withEntry(3, { ended_at_ms: clean.manifest.manifest.ended_at_ms + 1 }),
      "chunk-times",
      3,
    ],
    [
      "a first chunk from before the recording",
      withEntry(0, { started_at_ms: clean.manifest.manifest.started_at_ms - 1 }),
      "chunk-times",
      0,
    ],
    ["a new take without a gap", withEntry(2, { gap_before: null }), "gap-mismatch", 2],
    ["a gap within one take", withEntry(2, { take: 0 }), "gap-mismatch", 2],
    ["a take that goes back", withEntry(3, { take: 0 }), "gap-mismatch", 3],
    [
      "a gap that begins within the chunk before",
      withEntry(2, { gap_before: { ...gap, from_ms: gap.from_ms - 1 } }),
      "gap-mismatch",
      2,
    ],
    ["a gap that ends within its chunk", withEntry(2, { gap_before: { ...gap, to_ms: gap.to_ms + 1 } }), "gap-mismatch", 2],
    ["a gap that ends before it begins", withEntry(2, { gap_before: { ...gap, to_ms: gap.from_ms - 1 } }), "gap-mismatch", 2],
    ["a chunk smaller than an empty container", withEntry(1, { size: 119 }), "chunk-entry-invalid", 1],
    ["a chunk larger than any may be", withEntry(1, { codec: "zstd", size: 33_554_553 }), "chunk-entry-invalid", 1],
    ["sizes that differ without compression", withEntry(1, { plain_size: 199 }), "chunk-entry-invalid", 1],
  ])("is refused with %s, and the chunk is named", (_name, signed, code, chunk) => {
    expect(codeOf(signed)).toEqual([code, chunk]);
  });

  it.each([
    ["another total size", (manifest: Manifest) => ({ ...manifest, total_size: 1 }), "totals-mismatch"],
    ["another total plain size", (manifest: Manifest) => ({ ...manifest, total_plain_size: 1 }), "totals-mismatch"],
    [
      "another number of leaves",
      (manifest: Manifest) => ({ ...manifest, merkle: { ...manifest.merkle, leaf_count: 5 } }),
      "totals-mismatch",
    ],
    [
      "another root",
      (manifest: Manifest) => ({ ...manifest, merkle: { ...manifest.merkle, root: "0".repeat(64) } }),
      "root-mismatch",
    ],
    [
      "two chunks exchanged in the list but not in the root",
      (manifest: Manifest) => ({ ...manifest, chunks: [first, third, second] }),
      "chunk-order",
    ],
  ])("is refused with %s", (_name, edit, code) => {
    expect(codeOf(edited(edit))).toContain(code);
  });
});

describe("the owner's grant", () => {
  const regrant = (changes: Partial<Manifest["grant"]["terms"]>) =>
    edited((manifest) => ({ ...manifest, grant: testGrant(clean.owner, { ...manifest.grant.terms, ...changes }) }));

  it("is signed over a text that people can read", () => {
    const { grant } = clean.manifest.manifest;
    expect(grantText(grant.terms)).toMatch(/^Lucid recording grant v1\n\{"consent_hash":"[0-9a-f]{64}","ends_at_ms":\d+,/);
    expect(grantSigner(grant)).toBe(clean.owner.address);
  });

  it.each([
    ["session", regrant({ session_id: "00000000-0000-4000-8000-000000000000" })],
    ["network", regrant({ network: "0".repeat(64) })],
    ["node", regrant({ node: "0".repeat(64) })],
  ])("is refused for another %s", (_name, signed) => {
    expect(codeOf(signed)).toEqual(["grant-mismatch", undefined]);
  });

  it("is refused when it ended before the recording did", () => {
    const end = clean.manifest.manifest.ended_at_ms;
    expect(codeOf(regrant({ ends_at_ms: end - 1 }))).toEqual(["grant-expired", undefined]);
    expect(codeOf(regrant({ ends_at_ms: end }))).toBe("ok");
  });

  it("is refused when somebody else signed it, or nobody", () => {
    const other = edited((manifest) => ({ ...manifest, grant: testGrant(testOwner("other"), manifest.grant.terms) }));
    expect(codeOf(other)).toEqual(["grant-signature", undefined]);
    const nobody = edited((manifest) => ({ ...manifest, grant: { ...manifest.grant, signature: `${"0".repeat(128)}1b` } }));
    expect(codeOf(nobody)).toEqual(["grant-signature", undefined]);
  });
});

describe("the anchor of a manifest", () => {
  it("commits to the manifest, the grant and the tree", () => {
    const { manifest } = clean.manifest;
    expect(anchorOf(manifest)).toMatchObject({
      manifest_hash: manifestHash(manifest),
      merkle_root: manifest.merkle.root,
      chunk_count: 4,
      total_size: manifest.total_size,
    });
  });
});
