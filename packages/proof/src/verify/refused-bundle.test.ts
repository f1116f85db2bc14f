import {
  archiveOf,
  buildTestSession,
  bundleBytes,
  createSeededRandom,
  createTestChain,
  putTogether,
  takeApart,
  testNetwork,
  testSigner,
} from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { sha256Hex } from "../encoding/hash.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { Manifest } from "../formats/manifest.ts";
import { rootOf } from "../merkle/tree.ts";
import { anchorOf } from "../session/manifest.ts";
import { verifyBundle } from "./verify-bundle.ts";

const session = buildTestSession("verify", { chunks: 6, chunkBytes: 250, pausedBefore: [2], checkpoints: [1, 4] });
const { manifest } = session.manifest;
const whole = await bundleBytes(session.content());
const envelope = utf8("age-encryption.org/v1\n-> X25519 test\n");

const refusal = async (bytes: Uint8Array) => verifyBundle(bytesSource(bytes));

/** The bundle with one part replaced, and sums to match. */
function changed(name: string, value: unknown): Uint8Array {
  const bytes = value instanceof Uint8Array ? value : canonicalBytes(value);
  return putTogether(takeApart(whole).map((part) => (part.name === name ? { name, bytes } : part)));
}

describe("the verdict on a forged bundle", () => {
  it("lists every altered chunk, in a sentence for people", async () => {
    const parts = takeApart(whole).map((part) => {
      if (!/00000(1|4)\.chunk$/.test(part.name)) return part;
      const bytes = part.bytes.slice();
      bytes[200] = (bytes[200] as number) ^ 1;
      return { ...part, bytes };
    });
    expect(await refusal(putTogether(parts))).toEqual({
      verified: false,
      code: "chunk-altered",
      reason: "The content of this chunk was changed after it was recorded.",
      part: "chunks/00000001.chunk",
      chunk: 1,
      chunks: [1, 4],
    });
  });

  it.each([
    ["another policy", changed("policy.json", { name: "other" }), "policy-mismatch", "policy.json"],
    ["another consent text", changed("consent.txt", utf8("I did not agree.")), "consent-mismatch", "consent.txt"],
    ["a readme cut short", changed("README.txt", utf8("This is a Lucid recording")), "readme-changed", "README.txt"],
    ["an empty readme", changed("README.txt", new Uint8Array(0)), "readme-changed", "README.txt"],
    ["another readme", changed("README.txt", utf8("This proves everything.")), "readme-changed", "README.txt"],
    [
      "checkpoints in reverse",
      changed("checkpoints.json", session.checkpoints.toReversed()),
      "checkpoint-order",
      "checkpoints.json",
    ],
    [
      "a checkpoint twice",
      changed("checkpoints.json", [session.checkpoints[0], session.checkpoints[0]]),
      "checkpoint-order",
      "checkpoints.json",
    ],
    ["an anchor as a checkpoint", changed("checkpoints.json", [session.anchor]), "checkpoint-mismatch", "checkpoints.json"],
    ["a checkpoint as the anchor", changed("anchor.json", session.checkpoints[0]), "anchor-mismatch", "anchor.json"],
    ["another network's genesis", changed("genesis.json", testNetwork("other").genesis), "network-mismatch", "manifest.json"],
  ])("says what is wrong with %s", async (_name, bytes, code, part) => {
    expect(await refusal(bytes)).toMatchObject({ verified: false, code, part });
  });

  it.each([
    ["of another session", { session_id: "00000000-0000-4000-8000-000000000000" }],
    [
      "with ranges that touch",
      {
        chunks: [
          [0, 2],
          [3, 5],
        ],
      },
    ],
    [
      "with ranges out of order",
      {
        chunks: [
          [3, 5],
          [0, 1],
        ],
      },
    ],
    ["with a chunk both present and redacted", { redacted: [[5, 5]] }],
    ["with a time range beyond the recording", { range_ms: [0, manifest.ended_at_ms] }],
    ["with a time range that ends before it begins", { range_ms: [manifest.ended_at_ms, manifest.started_at_ms] }],
  ])("refuses a description %s", async (_name, describe) => {
    const descriptor = { ...session.content().descriptor, ...describe };
    expect(await refusal(changed("lucid.json", descriptor))).toMatchObject({ code: "descriptor-invalid", part: "lucid.json" });
  });

  it("refuses a recording that claims to end more than a minute after it was anchored", async () => {
    const endingAt = async (end: (drafted: number) => number) => {
      const edit = (drafted: Manifest): Manifest => ({ ...drafted, ended_at_ms: end(drafted.ended_at_ms) });
      const future = buildTestSession("future", { chunks: 2, edit });
      return {
        verdict: await refusal(await bundleBytes(future.content())),
        anchoredAt: future.anchor.headers[0]!.header.timestamp,
      };
    };
    const { verdict, anchoredAt } = await endingAt((drafted) => drafted);
    expect(verdict).toMatchObject({ verified: true });
    const minuteLater = (anchoredAt + 60) * 1_000;
    expect((await endingAt(() => minuteLater)).verdict).toMatchObject({ verified: true });
    expect((await endingAt(() => minuteLater + 1)).verdict).toMatchObject({ code: "anchor-time", part: "anchor.json" });
  });

  it("refuses a checkpoint from before its chunks were recorded", async () => {
    const chain = createTestChain(session.network);
    const start = session.network.genesis.genesis_time;
    const root = rootOf(manifest.chunks.slice(0, 2).map(canonicalBytes));
    const heads = [{ session_id: session.sessionId, size: 2, root }];
    const early = chain.sign({ type: "node_checkpoint", data: { heads } }, session.node, start);
    chain.addBlock(start, [early]);
    chain.addBlock(start + 10);
    const verdict = await refusal(changed("checkpoints.json", [chain.evidence(early)]));
    expect(verdict).toMatchObject({ code: "anchor-time", part: "checkpoints.json", chunk: 1 });
  });

  it("refuses entries on the chain that another node sent, right as they are otherwise", async () => {
    const chain = createTestChain(session.network);
    const stranger = testSigner("stranger");
    const sentAt = Math.ceil(manifest.created_at_ms / 1000);
    const root = rootOf(manifest.chunks.slice(0, 2).map(canonicalBytes));
    const heads = [{ session_id: session.sessionId, size: 2, root }];
    const anchor = chain.sign({ type: "session_anchor", data: anchorOf(manifest) }, stranger, sentAt);
    const checkpoint = chain.sign({ type: "node_checkpoint", data: { heads } }, stranger, sentAt);
    chain.addBlock(sentAt, [anchor, checkpoint]);
    chain.addBlock(sentAt + 10);
    const forged = { code: "anchor-sender" };
    expect(await refusal(changed("anchor.json", chain.evidence(anchor)))).toMatchObject(forged);
    expect(await refusal(changed("checkpoints.json", [chain.evidence(checkpoint)]))).toMatchObject(forged);
  });

  it("refuses key envelopes that are no age files", async () => {
    const bytes = await bundleBytes(session.content({ keys: [envelope, utf8("-----BEGIN AGE")] }));
    expect(await refusal(bytes)).toMatchObject({ code: "key-envelope-invalid", part: "keys/0001.age" });
    const empty = await bundleBytes(session.content({ keys: [new Uint8Array(0)] }));
    expect(await refusal(empty)).toMatchObject({ code: "key-envelope-invalid", part: "keys/0000.age" });
  });

  it("refuses sums that are cut short or missing", async () => {
    const parts = takeApart(whole);
    const lines = parts.map(({ name, bytes }) => `${sha256Hex(bytes)}  ${name}\n`);
    for (const text of ["", lines.slice(0, -1).join(""), lines.join("").slice(0, -1)]) {
      const bytes = archiveOf([...parts, { name: "SHA256SUMS", bytes: utf8(text) }]);
      expect(await refusal(bytes)).toMatchObject({ code: "sums-mismatch", part: "SHA256SUMS" });
    }
  });

  it("answers for whatever bytes it is given", async () => {
    const random = createSeededRandom("noise");
    for (let made = 0; made < 50; made += 1) expect((await refusal(random.bytes(random.below(5_000)))).verified).toBe(false);
  });
});
