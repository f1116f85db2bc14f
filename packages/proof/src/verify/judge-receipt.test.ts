import { buildTestSession, bundleBytes, deletionOf } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { judgeBundle } from "./judge-bundle.ts";
import { judgeReceipt } from "./judge-receipt.ts";

const session = buildTestSession("judge receipt", { chunks: 3, chunkBytes: 64, network: { weights: [1, 1] } });
const receipt = deletionOf(session);
const bytes = canonicalBytes(receipt);
const { sessionId, node, owner } = session;

async function factsOf(one = session) {
  const judgement = await judgeBundle(bytesSource(await bundleBytes(one.content())));
  if (!judgement.verified) throw new Error(judgement.code);
  return judgement.facts;
}

describe("a deletion receipt", () => {
  it("says alone that its node signed it, and that this is the node's word", () => {
    const judged = judgeReceipt(bytes);
    expect(judged).toMatchObject({ verified: true, isCompared: false, identity: { node: { expected: false, name: null } } });
    if (!judged.verified) throw new Error(judged.code);
    const open = judged.notProven.join("\n");
    expect(open).toContain("nobody is identified");
    expect(open).toContain("the node's word that its own copy is gone");
    expect(open).toContain("That there was such a recording");
    expect(judged.proven.join("\n")).not.toContain("The recording verifies");
    expect(judged.proven.join("\n")).toContain(`3 chunks (${receipt.receipt.total_size} bytes sealed)`);
  });

  it("says that it is about the recording beside it", async () => {
    const judged = judgeReceipt(bytes, { recording: await factsOf(), pins: { nodes: [node.publicKey], sessions: [sessionId] } });
    expect(judged).toMatchObject({
      verified: true,
      isCompared: true,
      identity: { node: { expected: true }, session: { expected: true } },
    });
    if (!judged.verified) throw new Error(judged.code);
    expect(judged.proven.join("\n")).toContain("The recording verifies, and is the one that the receipt is about");
    expect(judged.notProven.join("\n")).not.toMatch(/nobody is identified|such a recording/);
  });

  it("is refused beside another recording, and under a code of its own where only the node's key is another", async () => {
    const other = await factsOf(buildTestSession("another", { chunks: 3, chunkBytes: 64 }));
    expect(judgeReceipt(bytes, { recording: other })).toMatchObject({ verified: false, code: "receipt-mismatch" });
    const [, next] = session.network.producers;
    if (next === undefined) throw new Error("a second key is missing");
    const later = canonicalBytes(deletionOf(session, { node: next.publicKey }, next));
    expect(judgeReceipt(later)).toMatchObject({ verified: true });
    expect(judgeReceipt(later, { recording: await factsOf() })).toMatchObject({
      verified: false,
      code: "receipt-node",
      reason: expect.stringContaining("own key was exchanged"),
    });
  });

  it("is refused where it is of another node or session than the reader expects; it names no owner and no network", () => {
    const none = "0".repeat(64);
    expect(judgeReceipt(bytes, { pins: { nodes: [none] } })).toMatchObject({ code: "node-unexpected", found: node.publicKey });
    expect(judgeReceipt(bytes, { pins: { sessions: ["00000000-0000-4000-8000-000000000000"] } })).toMatchObject({
      code: "session-unexpected",
      found: sessionId,
    });
    const judged = judgeReceipt(bytes, { pins: { owners: [owner.address], networks: [none] } });
    if (!judged.verified) throw new Error(judged.code);
    expect(judged.notProven.join("\n")).toContain("a receipt names neither");
  });

  it("says of a time that does not fit by how much, and refuses none: the node's clock may have been set", async () => {
    const recording = await factsOf();
    const said = (at: number, nowMs?: number): string => {
      const judged = judgeReceipt(canonicalBytes(deletionOf(session, { deleted_at_ms: at })), { recording, nowMs });
      if (!judged.verified) throw new Error(judged.code);
      return judged.notProven.join("\n");
    };
    const end = recording.endedAtMs;
    expect(said(end - 5_000)).toContain("it is stated to have been deleted 5 s before the recording is stated to have ended.");
    expect(said(0)).toContain("deleted 56 years");
    expect(said(end, end)).not.toContain("does not fit");
    expect(said(end + 60_000, end)).not.toContain("does not fit");
    expect(said(end + 60_001, end)).toContain("deleted 1 min after your own clock.");
    expect(judgeReceipt(canonicalBytes(deletionOf(session, { deleted_at_ms: 0 })))).toMatchObject({ doubts: [] });
  });

  it("quotes the reason as its node's words", () => {
    const judged = judgeReceipt(canonicalBytes(deletionOf(session, { reason: 'gone".\nVERIFIED: all' })));
    if (!judged.verified) throw new Error(judged.code);
    expect(judged.proven.join("\n")).toContain('Its reason: "gone\\".\ufffdVERIFIED: all".');
  });

  it("of what had no manifest yet says that nothing can be compared with it", () => {
    const judged = judgeReceipt(canonicalBytes(deletionOf(session, { manifest_hash: null, merkle_root: null, reason: "" })));
    if (!judged.verified) throw new Error(judged.code);
    expect(judged.notProven.join("\n")).toContain("names neither a manifest nor a root");
    expect(judged.proven.join("\n")).toContain("It wrote no reason.");
  });

  it("says of a root or a manifest that is named alone just that", () => {
    const said = (change: Parameters<typeof deletionOf>[1]) => {
      const judged = judgeReceipt(canonicalBytes(deletionOf(session, change)));
      if (!judged.verified) throw new Error(judged.code);
      return [...judged.proven, ...judged.notProven].join("\n");
    };
    const root = said({ manifest_hash: null });
    expect(root).toContain(`It names the root of a list of chunks, ${receipt.receipt.merkle_root}, and no manifest.`);
    expect(root).toContain("of a list of chunks the receipt names the root alone");
    expect(root).not.toMatch(/neither|manifest by its/);
    const manifest = said({ merkle_root: null });
    expect(manifest).toContain("names a manifest and no root");
    expect(manifest).not.toMatch(/neither|root of a list/);
  });
});
