import { anchorOf, canonicalBytes, type Evidence, type FailureCode, merkle, type TreeHead } from "@lucid/proof";
import { type LoosePart, putTogether } from "../proof/bundle-parts.ts";
import { createTestChain } from "../proof/test-chain.ts";
import { type TestSigner, testSigner } from "../proof/test-network.ts";
import { buildTestSession, bundleBytes, type TestSession } from "../proof/test-session.ts";
import { type BundleBench, benchTools, chunkName } from "./bundle-bench.ts";
import { invalid, type Vector, valid } from "./vector.ts";

/** What documents of a bundle say of each other, at the bounds. */
export async function statementBounds(bench: BundleBench): Promise<Vector[]> {
  const { session, input } = bench;
  const { bad, put, signed } = benchTools(bench);
  const { manifest } = session.manifest;
  const { genesis, hash } = session.network;
  const stranger = testSigner("vectors/stranger");
  const tree = merkle.createTree();
  for (const entry of manifest.chunks) tree.append(canonicalBytes(entry));
  const onChain = (data: object, sentS: number, sender: TestSigner = session.node, type = "node_checkpoint"): Evidence => {
    const chain = createTestChain(session.network);
    const sent = chain.sign({ type, data } as Parameters<typeof chain.sign>[0], sender, sentS);
    chain.addBlock(sentS, [sent]);
    chain.addBlock(sentS + 10);
    return chain.evidence(sent);
  };
  const lateS = genesis.genesis_time + 3_600;
  const heads = (...list: TreeHead[]) => ({ heads: list });
  const head: TreeHead = { session_id: session.sessionId, size: 2, root: tree.rootAt(2) };
  const checkpoint = (name: string, evidence: unknown, code: FailureCode, more: object = {}): Vector =>
    bad(name, putTogether(put("checkpoints.json", [evidence])), code, more);
  const damaged = (parts: LoosePart[]): LoosePart[] =>
    parts.map((part) =>
      part.name === chunkName(1)
        ? { ...part, bytes: part.bytes.with(-1 + part.bytes.length, (part.bytes.at(-1) as number) ^ 1) }
        : part,
    );
  const otherEntry = manifest.chunks.map((entry) =>
    entry.index === 1 ? { ...entry, events: entry.events + 1, sha256: "00".repeat(32) } : entry,
  );
  const timed = async (beyondMs: number): Promise<{ bundle: Uint8Array; of: TestSession }> => {
    const blockS = genesis.genesis_time + 100;
    const of = buildTestSession("vectors", {
      chunks: 3,
      chunkBytes: 48,
      pausedBefore: [2],
      checkpoints: [],
      edit: (drafted) => ({ ...drafted, ended_at_ms: (blockS + 60) * 1_000 + beyondMs, created_at_ms: blockS * 1_000 }),
    });
    return { bundle: await bundleBytes(of.content()), of };
  };
  const atBound = await timed(0);
  const beyond = await timed(1);
  const several = buildTestSession("vectors", { chunks: 3, chunkBytes: 48, pausedBefore: [2], checkpoints: [1, 2, 3] });
  const endOfTwo = manifest.chunks[1]?.ended_at_ms ?? 0;
  const earlyS = Math.floor(endOfTwo / 1_000) - 60;
  const place = (seconds: number): number => genesis.genesis_time + Math.floor((seconds - genesis.genesis_time) / 10) * 10;
  /** The same recording, but chunk 1 ends 80 s after the genesis, and the block of its checkpoint is 60 s earlier. */
  const onTheDot = (() => {
    const dotMs = (genesis.genesis_time + 80) * 1_000;
    const entries = manifest.chunks.map((entry) => (entry.index === 1 ? { ...entry, ended_at_ms: dotMs } : entry));
    const leaves = entries.map(canonicalBytes);
    const changed = signed({ chunks: entries, merkle: { ...manifest.merkle, root: merkle.rootOf(leaves) } });
    const chain = createTestChain(session.network);
    const sentIn = (atS: number, payload: Parameters<typeof chain.sign>[0]) => {
      const sent = chain.sign(payload, session.node, atS);
      chain.addBlock(atS, [sent]);
      return sent;
    };
    const data = heads({ ...head, root: merkle.rootOf(leaves.slice(0, 2)) });
    const early = sentIn(genesis.genesis_time + 20, { type: "node_checkpoint", data });
    const sealed = sentIn(lateS, { type: "session_anchor", data: anchorOf(changed.manifest) });
    chain.addBlock(lateS + 10);
    const documents = new Map<string, unknown>([
      ["manifest.json", changed],
      ["anchor.json", chain.evidence(sealed)],
      ["checkpoints.json", [chain.evidence(early)]],
    ]);
    const all = put("manifest.json", changed).map((part) =>
      documents.has(part.name) ? { ...part, bytes: canonicalBytes(documents.get(part.name)) } : part,
    );
    return { manifest: changed.manifest, parts: all };
  })();
  return [
    valid(
      "a network that the reader trusts",
      { ...input(bench.clean), networks: ["00".repeat(32), hash] },
      bench.facts(session) as Vector["expect"],
    ),
    invalid(
      "a network that the reader does not trust",
      { ...input(bench.clean), networks: ["00".repeat(32)] },
      "network-untrusted",
    ),
    invalid("no network that the reader trusts", { ...input(bench.clean), networks: [] }, "network-untrusted"),
    valid(
      "an end 60 seconds after the block that anchors it",
      input(atBound.bundle),
      bench.facts(atBound.of) as Vector["expect"],
    ),
    bad("an end 60 001 milliseconds after the block that anchors it", beyond.bundle, "anchor-time"),
    valid("three checkpoints", input(await bundleBytes(several.content())), bench.facts(several) as Vector["expect"]),
    bad(
      "checkpoints in descending order",
      putTogether(put("checkpoints.json", several.checkpoints.toReversed())),
      "checkpoint-order",
    ),
    valid(
      "an empty list of checkpoints",
      input(putTogether(put("checkpoints.json", []))),
      bench.facts(session, { checkpoints: 0 }) as Vector["expect"],
    ),
    checkpoint(
      "a checkpoint with another root",
      onChain(heads({ ...head, root: "11".repeat(32) }), lateS),
      "checkpoint-mismatch",
    ),
    checkpoint("a checkpoint with the root of another size", onChain(heads({ ...head, size: 3 }), lateS), "checkpoint-mismatch"),
    checkpoint(
      "a checkpoint of more chunks than there are, with the root over all",
      onChain(heads({ ...head, size: 4, root: manifest.merkle.root }), lateS),
      "checkpoint-mismatch",
    ),
    valid("a checkpoint exactly 60 seconds before its last chunk ends", input(putTogether(onTheDot.parts)), {
      merkle_root: onTheDot.manifest.merkle.root,
      checkpoints: 1,
    }),
    checkpoint("a checkpoint of more chunks than there are", onChain(heads({ ...head, size: 4 }), lateS), "checkpoint-mismatch"),
    checkpoint(
      "a checkpoint that names other sessions only",
      onChain(heads({ ...head, session_id: "00000000-0000-4000-8000-000000000000" }), lateS),
      "checkpoint-mismatch",
    ),
    checkpoint("a checkpoint that names the session twice", onChain(heads(head, head), lateS), "checkpoint-mismatch"),
    checkpoint("a checkpoint sent by another node", onChain(heads(head), lateS, stranger), "anchor-sender"),
    checkpoint(
      "a checkpoint more than 60 seconds before its last chunk ends",
      onChain(heads(head), place(earlyS) - 10),
      "anchor-time",
      { chunk: 1 },
    ),
    checkpoint(
      "a checkpoint whose votes were changed",
      changedVotes(session.checkpoints[0] as Evidence),
      "attestation-signature",
    ),
    checkpoint(
      "two faults: the root decides before the sender",
      onChain(heads({ ...head, root: "11".repeat(32) }), lateS, stranger),
      "checkpoint-mismatch",
    ),
    bad(
      "an anchor whose votes were changed",
      putTogether(put("anchor.json", changedVotes(session.anchor))),
      "attestation-signature",
    ),
    bad("a checkpoint as the anchor", putTogether(put("anchor.json", session.checkpoints[0])), "anchor-mismatch"),
    ...(
      [
        "owner",
        "manifest_hash",
        "grant_hash",
        "merkle_root",
        "chunk_count",
        "total_size",
        "started_at_ms",
        "ended_at_ms",
      ] as const
    ).map((name) => {
      const data = anchorOf(manifest);
      const other =
        name === "owner"
          ? "TE2H9hWjzYdwzDFRJfx9BFhr4MmjH1CHaz"
          : typeof data[name] === "number"
            ? data[name] + 1
            : "11".repeat(32);
      return bad(
        `an anchor with another ${name}`,
        putTogether(put("anchor.json", onChain({ ...data, [name]: other }, lateS, session.node, "session_anchor"))),
        "anchor-mismatch",
      );
    }),
    bad(
      "a changed manifest and an altered chunk",
      putTogether(damaged(put("manifest.json", { ...session.manifest, manifest: { ...manifest, end: "limit" } }))),
      "manifest-signature",
      { chunk: 1 },
    ),
    bad(
      "a wrong root and an altered chunk",
      putTogether(damaged(put("manifest.json", signed({ merkle: { ...manifest.merkle, root: "11".repeat(32) } })))),
      "root-mismatch",
      { chunk: 1 },
    ),
    bad("another entry, signed anew", putTogether(put("manifest.json", signed({ chunks: otherEntry }))), "root-mismatch", {
      chunk: 1,
    }),
    bad(
      "an expired grant and an altered chunk",
      putTogether(damaged(put("manifest.json", signed({ total_size: 0 })))),
      "totals-mismatch",
    ),
    bad("another policy and an altered chunk", putTogether(damaged(put("policy.json", { name: "other" }))), "policy-mismatch"),
    bad(
      "two altered chunks",
      putTogether(damaged(put(chunkName(2), (session.containers[2] as Uint8Array).with(110, 0)))),
      "chunk-altered",
      { chunk: 1 },
    ),
    bad(
      "a chunk with another index in its header",
      putTogether(put(chunkName(1), (session.containers[1] as Uint8Array).with(31, 2))),
      "chunk-header",
      { chunk: 1 },
    ),
    bad(
      "a chunk that is no container",
      putTogether(put(chunkName(1), (session.containers[1] as Uint8Array).with(0, 0))),
      "chunk-format",
      { chunk: 1 },
    ),
  ];
}

const changedVotes = (evidence: Evidence): Evidence => ({
  ...evidence,
  finality: evidence.finality.map((link) => ({
    ...link,
    signatures: link.signatures.map((vote) => ({ ...vote, signature: "00".repeat(64) })),
  })) as Evidence["finality"],
});
