import { createHash, hash } from "node:crypto";
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
import { type ByteSource, blobSource, bytesSource } from "../byte-source.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { sha256Hex } from "../encoding/hash.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { ChunkEntry } from "../formats/chunk-entry.ts";
import { rootOf } from "../merkle/tree.ts";
import { anchorOf } from "../session/manifest.ts";
import type { VerifiedBundle } from "./verdict.ts";
import { type VerifyBundleOptions, verifyBundle } from "./verify-bundle.ts";

const session = buildTestSession("verify", { chunks: 6, chunkBytes: 250, pausedBefore: [2], checkpoints: [1, 4] });
const { manifest } = session.manifest;
const whole = await bundleBytes(session.content());
const envelope = utf8("age-encryption.org/v1\n-> X25519 test\n");
const video = {
  size: 5_000,
  open: async function* () {
    yield new Uint8Array(5_000).fill(1);
  },
};

async function verified(bytes: Uint8Array, options: VerifyBundleOptions = {}): Promise<VerifiedBundle> {
  const verdict = await verifyBundle(bytesSource(bytes), options);
  if (!verdict.verified) throw new Error(`${verdict.code}: ${verdict.detail}`);
  return verdict;
}

const refusal = async (bytes: Uint8Array, options: VerifyBundleOptions = {}) => verifyBundle(bytesSource(bytes), options);

/** The bundle with one part replaced or left out, and sums to match. */
function changed(name: string, value: unknown): Uint8Array {
  const bytes = value instanceof Uint8Array ? value : canonicalBytes(value);
  return putTogether(takeApart(whole).map((part) => (part.name === name ? { name, bytes } : part)));
}

describe("the verdict on a clean bundle", () => {
  it("states the facts", async () => {
    const { facts } = await verified(whole);
    expect(facts).toMatchObject({
      sessionId: session.sessionId,
      owner: session.owner.address,
      node: session.node.publicKey,
      network: { hash: session.network.hash, name: "test", producers: 1, trusted: null },
      startedAtMs: manifest.started_at_ms,
      endedAtMs: manifest.ended_at_ms,
      end: "stopped",
      chunkCount: 6,
      totalSize: manifest.total_size,
      recorder: { encoder: "libx264" },
      grant: { signedByOwner: true, policyIncluded: true, consentIncluded: true },
      gaps: [{ beforeChunk: 2, kind: "paused", reason: "break" }],
      silences: [],
      included: [[0, 5]],
      redacted: [],
      absent: [],
      range: null,
      anchor: { height: 3, finalHeight: 3, sender: session.node.publicKey },
      checkpoints: [{ chunks: 1 }, { chunks: 4 }],
      keyEnvelopes: 0,
      video: null,
      bundleSize: whole.length,
    });
  });

  it("says them in sentences, also that a solo network is one machine's word", async () => {
    const { statements } = await verified(whole);
    const text = statements.join("\n");
    expect(text).toContain("Every chunk of the recording is here and unaltered.");
    expect(text).toContain('Nothing was recorded for 30 s from 2026-01-01T00:01:20.250Z: recording was paused ("break").');
    expect(text).toContain("the word of one machine");
    expect(text).toContain("the first 1 chunk existed by 2026-01-01T00:01:20Z, then the first 4 chunks existed by");
    expect(text).toContain(`The owner ${session.owner.address} signed the permission to record`);
  });

  it("tells what is left out, what is redacted and what is merely sealed or unproven", async () => {
    const content = session.content({
      keys: [envelope],
      video,
      describe: {
        chunks: [
          [1, 2],
          [5, 5],
        ],
        redacted: [[3, 3]],
      },
    });
    const { facts, statements } = await verified(await bundleBytes(content));
    expect(facts).toMatchObject({
      includedCount: 3,
      redacted: [[3, 3]],
      absent: [
        [0, 0],
        [4, 4],
      ],
      keyEnvelopes: 1,
      video: { size: 5_000 },
    });
    const text = statements.join("\n");
    expect(text).toContain("3 chunks of 6 are here and unaltered: 1-2, 5.");
    expect(text).toContain("1 chunk left out on purpose (redacted): 3.");
    expect(text).toContain("2 chunks not in this bundle: 0, 4.");
    expect(text).toContain("video.mp4 is not covered by the proof");
  });

  it("names spans without a picture that nobody explained", async () => {
    const shift = (entry: ChunkEntry): ChunkEntry =>
      entry.index === 2 ? { ...entry, started_at_ms: entry.started_at_ms + 5_000 } : entry;
    const silent = buildTestSession("silent", {
      chunks: 3,
      checkpoints: [],
      edit: (drafted) => {
        const chunks = drafted.chunks.map(shift);
        return { ...drafted, chunks, merkle: { ...drafted.merkle, root: rootOf(chunks.map(canonicalBytes)) } };
      },
    });
    const { facts, statements } = await verified(await bundleBytes(silent.content()));
    expect(facts.silences).toMatchObject([{ beforeChunk: 2 }]);
    expect(statements.join()).toContain("No picture for 5 s");
  });

  it("is the same with the platform's hashing, and from a Blob", async () => {
    const plain = await verified(whole);
    const node = { sha256: (bytes: Uint8Array) => hash("sha256", bytes, "buffer"), createSha256: () => createHash("sha256") };
    expect(await verified(whole, node)).toEqual(plain);
    expect(await verifyBundle(blobSource(new Blob([whole.slice()])))).toEqual(plain);
  });

  it("covers a time range when every chunk that touches it is there or redacted", async () => {
    const [, second, third] = manifest.chunks;
    const range: [number, number] = [second!.started_at_ms + 1, third!.ended_at_ms - 1];
    const complete = session.content({ describe: { chunks: [[1, 1]], redacted: [[2, 2]], range_ms: range } });
    const { facts } = await verified(await bundleBytes(complete));
    expect(facts.range).toEqual({ fromMs: range[0], toMs: range[1] });
    const lacking = { ...session.content().descriptor, chunks: [[1, 1]], range_ms: range };
    expect(await refusal(changed("lucid.json", lacking))).toMatchObject({ verified: false, code: "range-incomplete", chunk: 2 });
  });

  it("holds on a network of several producers", async () => {
    const shared = buildTestSession("shared", { chunks: 2, network: { weights: [5, 5, 5, 1] } });
    const { facts, statements } = await verified(await bundleBytes(shared.content()));
    expect(facts).toMatchObject({ network: { producers: 4 }, anchor: { attesters: 4 } });
    expect(statements.join()).not.toContain("one machine");
  });
});

describe("trust in a network", () => {
  it("is the reader's: a listed network is marked, any other is refused", async () => {
    const { facts } = await verified(whole, { networks: ["0".repeat(64), session.network.hash] });
    expect(facts.network.trusted).toBe(true);
    expect(await refusal(whole, { networks: [testNetwork("other").hash] })).toMatchObject({
      code: "network-untrusted",
      part: "genesis.json",
    });
    expect(await refusal(whole, { networks: [] })).toMatchObject({ verified: false, code: "network-untrusted" });
  });
});

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
    const endingLater = async (ms: number) => {
      const future = buildTestSession("future", {
        chunks: 2,
        edit: (drafted) => ({ ...drafted, ended_at_ms: drafted.ended_at_ms + ms }),
      });
      return refusal(await bundleBytes(future.content()));
    };
    expect(await endingLater(50_000)).toMatchObject({ verified: true });
    expect(await endingLater(3_600_000)).toMatchObject({ code: "anchor-time", part: "anchor.json" });
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

describe("a verification", () => {
  it("tells how far it is", async () => {
    const seen: number[] = [];
    await verified(whole, { onProgress: ({ checkedBytes, totalBytes }) => seen.push(checkedBytes / totalBytes) });
    expect(seen).toHaveLength(14);
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
    expect(seen.at(-1)).toBeGreaterThan(0.8);
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const verifying = verifyBundle(bytesSource(whole), {
      signal: stop.signal,
      onProgress: () => stop.abort(new Error("enough")),
    });
    await expect(verifying).rejects.toThrow("enough");
  });

  it("rejects when the file cannot be read", async () => {
    const broken: ByteSource = {
      size: whole.length,
      read: async (offset, length) => {
        if (offset > 20_000) throw new Error("EIO");
        return whole.subarray(offset, offset + length);
      },
    };
    await expect(verifyBundle(broken)).rejects.toThrow("EIO");
  });

  it("never reads a video into memory at once", async () => {
    const size = 9_000_000;
    const long = {
      size,
      open: async function* () {
        for (let at = 0; at < 9; at += 1) yield new Uint8Array(1_000_000);
      },
    };
    const bytes = await bundleBytes(session.content({ video: long }));
    const lengths: number[] = [];
    const source = {
      size: bytes.length,
      read: async (offset: number, length: number) => (lengths.push(length), bytes.subarray(offset, offset + length)),
    };
    expect(await verifyBundle(source)).toMatchObject({ verified: true, facts: { video: { size } } });
    expect(Math.max(...lengths)).toBe(4_194_304);
  });
});
