import { createHash, hash } from "node:crypto";
import { buildTestSession, bundleBytes, putTogether, takeApart, testNetwork } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { type ByteSource, blobSource, bytesSource } from "../byte-source.ts";
import { canonicalBytes } from "../encoding/canonical-json.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { CheckProgress } from "../work.ts";
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

/** The bundle with another description, and sums to match. */
const described = (descriptor: unknown): Uint8Array =>
  putTogether(
    takeApart(whole).map((part) => (part.name === "lucid.json" ? { name: part.name, bytes: canonicalBytes(descriptor) } : part)),
  );

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
      counts: { gaps: 1, silences: 0, clockSteps: 0 },
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

  it("says them in three layers, with whose word each is", async () => {
    const { headline, proven, notProven } = await verified(whole);
    expect(headline).toBe(
      "Unaltered since the block dated 2026-01-01T00:02:40Z, but not complete: recorded 1 min of 1 min 30 s, with 1 interruption.",
    );
    expect(proven).toContain("Every chunk of the list is here and unaltered.");
    const said = proven.join("\n");
    expect(said).toContain(
      "The node states: from 2026-01-01T00:01:00Z to 2026-01-01T00:02:30.370Z, recorded 1 min of 1 min 30 s; paused for 30 s;",
    );
    expect(said).toContain('Of its gap the node wrote: 30 s from 2026-01-01T00:01:20.250Z, "break".');
    expect(said).toContain(`The wallet ${session.owner.address} signed that node ${session.node.publicKey} may record`);
    expect(said).toContain("2 entries on the chain fixed the first 4 chunks while it ran");
    const open = notProven.join("\n");
    expect(open).toContain("nobody is identified");
    expect(open).toContain("the word of one machine");
    expect(open).toContain("nothing here shows that it was not made earlier");
    expect(open).toContain("That chunks 5-6 were not changed before the block, dated 9.6 s after the stated end");
    expect(1 + proven.length + notProven.length).toBeLessThanOrEqual(14);
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
    const { facts, proven, notProven } = await verified(await bundleBytes(content));
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
    expect(facts.time).toMatchObject({ recordedMs: 60_000, includedMs: 30_000, redactedMs: 10_000, absentMs: 20_000 });
    expect(proven).toContain("3 of 6 chunks are here and unaltered: 2-3, 6.");
    const open = notProven.join("\n");
    expect(open).toContain("1 chunk (4). That they are left out on purpose is the unsigned word of whoever made this file.");
    expect(open).toContain("Not here: 2 chunks (1, 5).");
    expect(open).toContain("video.mp4: the proof covers the sealed chunks only");
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
    expect(facts.range).toMatchObject({ fromMs: range[0], toMs: range[1], includedMs: 9_999, redactedMs: 9_999, gapMs: 30_000 });
    const lacking = { ...session.content().descriptor, chunks: [[1, 1]], range_ms: range };
    expect(await refusal(described(lacking))).toMatchObject({ verified: false, code: "range-incomplete", chunk: 2 });
  });

  it("holds on a network of several producers", async () => {
    const shared = buildTestSession("shared", { chunks: 2, network: { weights: [5, 5, 5, 1] } });
    const { facts, notProven } = await verified(await bundleBytes(shared.content()));
    expect(facts).toMatchObject({ network: { producers: 4, decidingKeys: 3 }, anchor: { attesters: 4 } });
    expect(notProven.join()).not.toContain("one machine");
  });
});

describe("whose word the time is", () => {
  it.each([
    ["one of 104 parts with 100 of them", [100, 1, 1, 1, 1], 1, "the word of one machine"],
    ["exactly two thirds, which are not enough", [2, 1], 2, "whoever holds 2 of the 2 keys"],
    ["a hundred keys of one person", Array.from({ length: 100 }, () => 1), 67, "whoever holds 67 of the 100 keys"],
  ])("counts the fewest keys that decide: %s", async (_name, weights, decidingKeys, words) => {
    const network = buildTestSession("weights", { chunks: 1, chunkBytes: 64, network: { weights } });
    const { facts, notProven } = await verified(await bundleBytes(network.content()));
    expect(facts.network).toMatchObject({ producers: weights.length, decidingKeys });
    expect(notProven.join()).toContain(words);
    expect(notProven.join().includes("different people")).toBe(decidingKeys > 1);
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

describe("a verification", () => {
  it("tells how far it is", async () => {
    const seen: number[] = [];
    await verified(whole, { onProgress: ({ checkedBytes, totalBytes }) => seen.push(checkedBytes / totalBytes) });
    expect(new Set(seen).size).toBeGreaterThan(14);
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
    expect(seen.at(-1)).toBeGreaterThan(0.8);
  });

  it("goes on through every phase, also where votes are many and parts few", async () => {
    const session = buildTestSession("votes", {
      ...{ chunks: 8, chunkBytes: 10, checkpoints: [1, 2, 3, 4, 5, 6, 7] },
      network: { weights: Array.from({ length: 20 }, () => 1) },
    });
    const seen: CheckProgress[] = [];
    await verified(await bundleBytes(session.content()), { onProgress: (progress) => seen.push(progress) });
    const phases = seen.map(({ phase }) => phase);
    expect(phases.filter((phase, at) => phase !== phases[at - 1])).toEqual(["reading", "hashing", "list", "votes", "parts"]);
    const shares = seen.map(({ share }) => share);
    expect(shares.toSorted((one, other) => one - other)).toEqual(shares);
    expect(shares.at(-1)).toBeCloseTo(1, 1);
    const votes = seen.filter(({ phase }) => phase === "votes").map(({ share }) => share);
    expect(votes.length).toBeGreaterThan(300);
    expect((votes.at(-1) ?? 0) - (votes[0] ?? 0)).toBeGreaterThan(0.9);
  });

  it("stops between two pieces of evidence, and between entries of a long list", async () => {
    const stopIn = async (phase: string, bytes: Uint8Array): Promise<number> => {
      const stop = new AbortController();
      let after = 0;
      const verifying = verifyBundle(bytesSource(bytes), {
        signal: stop.signal,
        onProgress: (progress) => {
          if (stop.signal.aborted) after += 1;
          else if (progress.phase === phase) stop.abort(new Error("enough"));
        },
      });
      await expect(verifying).rejects.toThrow("enough");
      return after;
    };
    const votes = buildTestSession("votes", { chunks: 8, chunkBytes: 10, checkpoints: [1, 2, 3, 4, 5, 6, 7] });
    expect(await stopIn("votes", await bundleBytes(votes.content()))).toBeLessThan(12);
    const list = buildTestSession("list", { chunks: 2_500, chunkBytes: 1, checkpoints: [] });
    expect(await stopIn("list", await bundleBytes(list.content({ describe: { chunks: [] } })))).toBe(0);
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
    expect(Math.max(...lengths)).toBe(1_048_576);
  });
});
