import {
  anchorOf,
  type BlockRef,
  bundleSize,
  type ChunkEntryV2,
  canonicalBytes,
  type FailureCode,
  sha256Hex,
  utf8,
} from "@lucid/proof";
import { archiveOf, type LoosePart, putTogether, spansOf, takeApart } from "../proof/bundle-parts.ts";
import { createTestChain } from "../proof/test-chain.ts";
import { testNetwork, testSigner } from "../proof/test-network.ts";
import { buildTestSession, bundleBytes, type TestSession } from "../proof/test-session.ts";
import { afterVectors } from "./after-vectors.ts";
import { continuedAnchors } from "./anchor-vectors.ts";
import { archiveSizes } from "./archive-size-vectors.ts";
import { archiveBounds } from "./archive-vectors.ts";
import { describedBundles, documentBounds } from "./bundle-document-vectors.ts";
import { statementBounds } from "./bundle-statement-vectors.ts";
import { longDocuments } from "./long-document-vectors.ts";
import { spliceOf } from "./splice.ts";
import { base64, invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

const facts = (session: TestSession, changes: object = {}) => ({
  session_id: session.sessionId,
  owner: session.owner.address,
  node: session.node.publicKey,
  network: session.network.hash,
  manifest_sha256: sha256Hex(canonicalBytes(session.manifest.manifest)),
  merkle_root: session.manifest.manifest.merkle.root,
  chunk_count: session.manifest.manifest.chunks.length,
  included: [[0, session.manifest.manifest.chunks.length - 1]],
  redacted: [],
  absent: [],
  checkpoints: session.checkpoints.length,
  ...changes,
});

export async function bundleVectors(): Promise<VectorFile> {
  const options = { chunks: 3, chunkBytes: 48, pausedBefore: [2], checkpoints: [2] };
  const session = buildTestSession("vectors", options);
  const second = buildTestSession("vectors", { ...options, version: 2, anchorVersion: 2 });
  const secondClean = await bundleBytes(second.content());
  const forgedSecond = async (name: string, after: BlockRef, chunk: number): Promise<Vector> => {
    const editEntry = (entry: ChunkEntryV2) => (entry.index >= chunk ? { ...entry, after } : entry);
    const forged = buildTestSession("vectors", { ...options, version: 2, anchorVersion: 2, editEntry });
    const splice = spliceOf(secondClean, await bundleBytes(forged.content()));
    return invalid(`version 2: ${name}`, { bundle: "second", splice }, "after-mismatch", { chunk });
  };
  const continued = continuedAnchors("vectors", options);
  const other = buildTestSession("vectors", { chunks: 3, chunkBytes: 48, plain: () => new Uint8Array(48), checkpoints: [] });
  const clean = await bundleBytes(session.content());
  const parts = takeApart(clean);
  const { manifest } = session.manifest;
  const replaced = (name: string, value: unknown): LoosePart[] =>
    parts.map((part) =>
      part.name === name ? { name, bytes: value instanceof Uint8Array ? value : canonicalBytes(value) } : part,
    );
  const describe = (changes: object) => ({ ...session.content().descriptor, ...changes });
  const spans = spansOf(clean);
  const startOf = (name: string): number => spans.find((span) => span.name === name)?.start ?? 0;
  const chunk = (index: number) => `chunks/0000000${index}.chunk`;
  const flipped = (bytes: Uint8Array, at: number): Uint8Array => bytes.with(at, (bytes[at] as number) ^ 1);
  const swapped = parts.toSpliced(-2, 2, parts.at(-1) as LoosePart, parts.at(-2) as LoosePart);

  const input = (bytes: Uint8Array): Vector["input"] => ({ bundle: "clean", splice: spliceOf(clean, bytes) });
  const bad = (name: string, bytes: Uint8Array, code: FailureCode, more: object = {}): Vector =>
    invalid(name, input(bytes), code, more);
  const good = async (name: string, content: Parameters<TestSession["content"]>[0], expect: object): Promise<Vector> =>
    valid(name, input(await bundleBytes(session.content(content))), facts(session, expect));

  const bench = { session, clean, input, facts };
  const foreign = createTestChain(session.network);
  const sentAt = Math.ceil(manifest.created_at_ms / 1000);
  const sent = foreign.sign({ type: "session_anchor", data: anchorOf(manifest) }, testSigner("vectors/stranger"), sentAt);
  foreign.addBlock(sentAt, [sent]);
  foreign.addBlock(sentAt + 10);

  const range: [number, number] = [manifest.started_at_ms, manifest.started_at_ms + 15_000];
  const onNetwork = async (name: string, weights: readonly number[], deciding: number): Promise<Vector> => {
    const made = buildTestSession("vectors", { ...options, network: { weights } });
    return valid(name, input(await bundleBytes(made.content())), { ...facts(made), deciding_keys: deciding });
  };
  return vectorFile(
    "bundle",
    "A bundle is the one of `shared` that `bundle` names (base64), with `remove` bytes at `at` replaced by `insert`: base64, or pieces in base64 that stand there so many `times`. `networks`: those the reader trusts.",
    [
      valid("everything", { bundle: "clean", splice: { at: 0, remove: 0, insert: "" } }, facts(session)),
      await good(
        "no chunk, no policy, no consent, no checkpoints",
        { checkpoints: undefined, policy: undefined, consent: undefined, describe: { chunks: [] } },
        { included: [], absent: [[0, 2]], checkpoints: 0 },
      ),
      await good("two chunks of three", { describe: { chunks: [[0, 1]] } }, { included: [[0, 1]], absent: [[2, 2]] }),
      await good(
        "a time range with one chunk redacted",
        { describe: { chunks: [[0, 0]], redacted: [[1, 1]], range_ms: range } },
        { included: [[0, 0]], redacted: [[1, 1]], absent: [[2, 2]] },
      ),
      await good(
        "a key envelope and a playable copy",
        {
          keys: [utf8("age-encryption.org/v1\n-> X25519 test\n")],
          video: {
            size: 3,
            open: async function* () {
              yield utf8("mp4");
            },
          },
        },
        {},
      ),
      await good(
        "an anchor that continues the last checkpoint",
        { ...continued.clean, checkpoints: [...continued.clean.checkpoints] },
        { continues: 2 },
      ),
      await good(
        "an anchor that continues a checkpoint which is not here",
        { anchor: continued.clean.anchor, checkpoints: undefined },
        { continues: 2, checkpoints: 0 },
      ),
      await good(
        "an anchor that continues nothing",
        { anchor: continued.none, checkpoints: undefined },
        { continues: 0, checkpoints: 0 },
      ),
      await good(
        "an anchor of the very tree that was committed last",
        { ...continued.whole, checkpoints: [...continued.whole.checkpoints] },
        { continues: 3 },
      ),
      ...continued.refused.map(([name, anchor, code]) => bad(name, putTogether(replaced("anchor.json", anchor)), code)),
      valid(
        "version 2: everything",
        { bundle: "second", splice: { at: 0, remove: 0, insert: "" } },
        facts(second, { continues: 2, after: { height: 0, hash: second.network.hash, shown: true } }),
      ),
      await forgedSecond("chunks that name the block of the anchor", { height: 2, hash: "11".repeat(32) }, 2),
      await forgedSecond("a chunk that names another block than the evidence shows", { height: 1, hash: "11".repeat(32) }, 2),
      await forgedSecond("chunks that name the block of their checkpoint", { height: 1, hash: "11".repeat(32) }, 1),
      await onNetwork("a network of three producers, of which two have more than two thirds", [2, 2, 1], 2),
      await onNetwork("a network of three producers, of which two have exactly two thirds", [1, 1, 1], 3),
      ...(await afterVectors("vectors", options, secondClean)),
      bad("a flipped bit in the padding after a chunk", flipped(clean, startOf(chunk(1)) + 700), "archive-padding", { chunk: 1 }),
      bad("a flipped bit in a chunk's ciphertext", flipped(clean, startOf(chunk(1)) + 512 + 110), "chunk-altered", { chunk: 1 }),
      bad("a flipped bit in a chunk's tar header", flipped(clean, startOf(chunk(2)) + 3), "archive-header", { chunk: 2 }),
      bad("cut in a chunk", clean.subarray(0, startOf(chunk(1)) + 600), "truncated", { chunk: 1 }),
      bad("the last block cut off", clean.subarray(0, -512), "truncated"),
      bad("a byte after the end", new Uint8Array([...clean, 0]), "archive-end"),
      bad("a third block of zeros at the end", new Uint8Array([...clean, ...new Uint8Array(512)]), "archive-end"),
      bad(
        "a chunk of another recording in the place of chunk 1, sums recomputed",
        putTogether(replaced(chunk(1), other.containers[1])),
        "chunk-altered",
        { chunk: 1 },
      ),
      bad("chunks 1 and 2 exchanged, sums recomputed", putTogether(swapped), "part-missing", { chunk: 1 }),
      bad("chunk 1 left out, sums recomputed", putTogether(parts.filter(({ name }) => name !== chunk(1))), "part-missing", {
        chunk: 1,
      }),
      bad("chunk 1 twice, sums recomputed", putTogether(parts.toSpliced(-1, 0, parts.at(-2) as LoosePart)), "part-unexpected", {
        chunk: 1,
      }),
      bad(
        "chunk 2 longer than its entry says",
        putTogether(replaced(chunk(2), new Uint8Array([...(session.containers[2] as Uint8Array), 0]))),
        "chunk-size",
        { chunk: 2 },
      ),
      bad("an unknown part", putTogether([...parts, { name: "notes.txt", bytes: utf8("hello") }]), "part-missing"),
      bad("no anchor", putTogether(parts.filter(({ name }) => name !== "anchor.json")), "part-missing"),
      bad(
        "parts in another order",
        putTogether(parts.toSpliced(0, 2, parts[1] as LoosePart, parts[0] as LoosePart)),
        "part-missing",
      ),
      bad(
        "SHA256SUMS of another bundle",
        archiveOf([
          ...parts,
          { name: "SHA256SUMS", bytes: utf8(parts.map(({ name }) => `${"0".repeat(64)}  ${name}\n`).join("")) },
        ]),
        "sums-mismatch",
      ),
      bad("no SHA256SUMS", archiveOf(parts), "part-missing"),
      bad("another README.txt", putTogether(replaced("README.txt", utf8("This proves everything."))), "readme-changed"),
      bad(
        "a manifest with a space",
        putTogether(replaced("manifest.json", new Uint8Array([...canonicalBytes(session.manifest), 32]))),
        "json-not-canonical",
      ),
      bad(
        "a manifest changed, sums recomputed",
        putTogether(replaced("manifest.json", { ...session.manifest, manifest: { ...manifest, end: "limit" } })),
        "manifest-signature",
      ),
      bad("another session's manifest and chunks", putTogether(replaced("manifest.json", other.manifest)), "anchor-mismatch", {
        chunk: 0,
      }),
      bad("another session's anchor", putTogether(replaced("anchor.json", other.anchor)), "anchor-mismatch"),
      bad("the right anchor sent by another node", putTogether(replaced("anchor.json", foreign.evidence(sent))), "anchor-sender"),
      bad("another network's genesis", putTogether(replaced("genesis.json", testNetwork("other").genesis)), "network-mismatch"),
      bad("another policy", putTogether(replaced("policy.json", { name: "other" })), "policy-mismatch"),
      bad("another consent text", putTogether(replaced("consent.txt", utf8("No."))), "consent-mismatch"),
      bad(
        "a checkpoint twice",
        putTogether(replaced("checkpoints.json", [session.checkpoints[0], session.checkpoints[0]])),
        "checkpoint-order",
      ),
      bad("the anchor as a checkpoint", putTogether(replaced("checkpoints.json", [session.anchor])), "checkpoint-mismatch"),
      bad(
        "a time range that is not all there",
        putTogether(replaced("lucid.json", describe({ chunks: [[0, 0]], range_ms: range }))),
        "range-incomplete",
        { chunk: 1 },
      ),
      bad(
        "a chunk that is present and redacted",
        putTogether(replaced("lucid.json", describe({ redacted: [[2, 2]] }))),
        "descriptor-invalid",
        { chunk: 2 },
      ),
      ...archiveBounds(bench),
      ...archiveSizes(bench),
      ...documentBounds(bench),
      ...longDocuments(bench),
      ...(await describedBundles(bench)),
      ...(await statementBounds(bench)),
    ],
    { clean: base64(clean), second: base64(secondClean), clean_size: bundleSize(session.content()) },
  );
}
