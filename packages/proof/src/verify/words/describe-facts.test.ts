import { buildTestSession, bundleBytes, type TestSessionOptions } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../../byte-source.ts";
import type { VideoFacts } from "../../video-file/check-pictures.ts";
import type { BundleFacts } from "../verdict.ts";
import { verifyBundle } from "../verify-bundle.ts";
import { describeFacts } from "./describe-facts.ts";

async function factsOf(options: TestSessionOptions): Promise<BundleFacts> {
  const verdict = await verifyBundle(bytesSource(await bundleBytes(buildTestSession("describe", options).content())));
  if (!verdict.verified) throw new Error(verdict.code);
  return verdict.facts;
}

const facts = await factsOf({ chunks: 3, checkpoints: [] });
const layers = (changes: Partial<BundleFacts>) => describeFacts({ ...facts, ...changes });
const proven = (changes: Partial<BundleFacts>): string => layers(changes).proven.join("\n");
const notProven = (changes: Partial<BundleFacts>): string => layers(changes).notProven.join("\n");
const bounds = (changes: Partial<BundleFacts["bounds"]>) => ({ bounds: { ...facts.bounds, ...changes } });

describe("what a verdict says", () => {
  it("calls complete what is, and says how a recording ended", () => {
    expect(layers({}).headline).toBe(
      "Unaltered since the block dated 2026-01-01T00:01:40Z, and complete as the node states it: recorded 30 s of 30.3 s.",
    );
    expect(proven({})).toContain("no interruption. It ended because it was stopped.");
  });

  it.each([
    ["limit", "It ended because its time or size limit was reached."],
    ["interrupted", "It was cut off: the node stopped in the middle of it."],
    ["recorder_lost", "It was cut off: the recorder failed."],
    ["desktop_lost", "It ended because the desktop went away."],
  ] as const)("says how a recording ended: %s", (end, sentence) => {
    expect(proven({ end })).toContain(sentence);
  });

  it("says that a record goes on behind a lost recorder where its policy ends it there", () => {
    const beside = (afterLossMs: number): string => notProven({ policy: { version: 1, longerMs: 0, afterLossMs } });
    expect(beside(600_000)).toContain(
      "after a gap by a lost recorder it goes on for 10 min, and by policy.json a session ends then",
    );
    expect(beside(0)).not.toContain("lost recorder");
  });

  it("says where the pictures of a video are other than the node states", () => {
    const video: VideoFacts = {
      ...{ size: 1, durationMs: 12_000, pictures: 12, chunkCount: 3, cuts: [], gaps: [], doubts: [] },
      parts: [{ chunks: [0, 2], fromMs: 0, toMs: 12_000, state: "proven" }],
    };
    const said = (doubts: VideoFacts["doubts"]): string =>
      describeFacts(facts, { video: { ...video, doubts } }).notProven.join("\n");
    expect(said([])).not.toContain("do not fit");
    expect(said([{ code: "coded-size", chunk: 1, count: 2, coded: null, width: 640, height: 360 }])).toContain(
      "Pictures that do not fit: 2 chunks do not have what is stated, and chunk 2, the first, has parameter sets whose size cannot be read, and the file says 640 x 360.",
    );
    expect(
      said([
        { code: "picture-size", chunk: 1, count: 2, width: 640, height: 360 },
        { code: "coded-size", chunk: 0, count: 1, coded: { width: 320, height: 180 }, width: 640, height: 360 },
        { code: "picture-rate", chunk: 2, count: 1, pictures: 400, playedMs: 10_000 },
        { code: "play-time", playedMs: 12_000, statedMs: 30_000 },
      ]),
    ).toContain(
      "Pictures that do not fit: 2 chunks do not have what is stated, and chunk 2, the first, has pictures of 640 x 360, and the node states to have recorded 1280 x 720; chunk 1 has parameter sets for 320 x 180, and the file says 640 x 360; chunk 3 has 400 pictures in 10 s, and the node states to take 10 a second at most; the video plays for 12 s, and its chunks are stated to have taken 30 s.",
    );
  });

  it("says what the recorder's code means, and nothing of the kind for somebody's words", () => {
    const said = (kind: "paused" | "recorder_lost", reason: string, code: "encoder-stalled" | null) =>
      proven({
        time: { ...facts.time, gapCount: 1, gapTotals: [{ kind, code, count: 1, ms: 6_000 }], isUninterrupted: false },
        gaps: [{ beforeChunk: 1, kind, reason, from_ms: 0, to_ms: 6_000 }],
        counts: { ...facts.counts, gaps: 1 },
      });
    const reason = "encoder-stalled: The encoder took no picture";
    const known = said("recorder_lost", reason, "encoder-stalled");
    expect(known).toContain("the encoder stood still for 6 s");
    expect(known).toContain('Of its gap the node wrote: 6 s from 1970-01-01T00:00:00Z, "The encoder took no picture".');
    expect(said("paused", reason, null)).toContain(`the node wrote: 6 s from 1970-01-01T00:00:00Z, "${reason}".`);
  });

  it("quotes the three longest gaps only", () => {
    const gaps = [1, 5, 3, 4].map((s) => ({ beforeChunk: s, kind: "paused", reason: `no ${s}`, from_ms: 0, to_ms: s }) as const);
    const counts = { ...facts.counts, gaps: gaps.length };
    expect(proven({ gaps, counts })).toContain(
      'Of its longest gaps the node wrote: 5 ms from 1970-01-01T00:00:00Z, "no 5"; 4 ms from 1970-01-01T00:00:00Z, "no 4"; 3 ms',
    );
    expect(proven({ gaps, counts })).not.toContain("no 1");
  });

  it("says whether the reader trusts the network, and that nobody is identified unless somebody is", () => {
    expect(proven({})).toContain("You must know and trust that network yourself.");
    expect(proven({ network: { ...facts.network, trusted: true } })).toContain("You trust that network.");
    expect(notProven({})).toContain("nobody is identified");
    expect(describeFacts(facts, { isIdentified: true }).notProven.join()).not.toContain("identified");
  });

  it("says that a bundle without chunks proves the list only", () => {
    const none: Partial<BundleFacts> = { included: [], includedCount: 0, absent: [[0, 2]] };
    expect(layers(none).headline).toContain("the list of its chunks. The recording itself is not in this file.");
    expect(proven(none)).toContain("No chunk is in this file.");
    expect(notProven(none)).toContain("Not here: 3 chunks (1-3).");
  });

  it("names what is not there: entries from while it ran, policy, consent, keys", () => {
    expect(notProven({})).toContain(
      "this file has no entry of the chain from while it ran, and the chain may hold some that it leaves out",
    );
    expect(notProven({})).toContain("a key to the recording");
    const bare = { grant: { ...facts.grant, policyIncluded: false, consentIncluded: false } };
    expect(notProven(bare)).toContain("Not here: the policy and the consent text");
    expect(notProven({ keyEnvelopes: 2 })).toContain("Whether the sealed keys (2) open the recording");
  });

  it("names the block that the owner's signature is not older than", () => {
    const after = { height: 7, hash: "1".repeat(64) };
    expect(proven({})).toMatch(/^The wallet T\w+ signed that node/mu);
    expect(proven({ grant: { ...facts.grant, after } })).toContain(`signed, naming block 7 (${after.hash}), that node`);
  });

  it("gives the lower bound where there is one, and the clock's error or that it is unknown", () => {
    expect(notProven({})).toContain("whose error it states as unknown.");
    expect(notProven(bounds({ clock: { largestErrorMs: 40, unknownChunks: 0 } }))).toContain("as 40 ms at most.");
    expect(notProven(bounds({ clock: { largestErrorMs: 40, unknownChunks: 1 } }))).toContain("at most, unknown for 1 chunk.");
    const block = { atMs: 0, height: 7 };
    expect(notProven(bounds({ lower: { chunk: 0, ...block } }))).toContain(
      "Its list of chunks was not made before block 7 dated 1970-01-01T00:00:00Z.",
    );
    const later = notProven(bounds({ lower: { chunk: 1, ...block } }));
    expect(later).toContain("nothing here shows that it was not made earlier");
    expect(later).toContain("What the list says from chunk 2 on was not made before block 7 dated 1970-01-01T00:00:00Z.");
  });

  it("says which times do not fit together", () => {
    const thirtyYears = 30 * 31_557_600_000;
    const doubts = [
      { code: "anchor-before-start", ms: 29_000 },
      { code: "clock-error", ms: thirtyYears },
    ] as const;
    expect(notProven(bounds({ doubts }))).toContain(
      "Times that do not fit: the block is dated 29 s before the stated start; the node's clock may have been wrong by 30 years.",
    );
  });

  it("can tell times that no calendar holds", () => {
    expect(proven({ startedAtMs: Number.MAX_SAFE_INTEGER })).toContain("9007199254740991 ms after 1970");
  });

  it("does not list ranges without end", () => {
    const redacted = Array.from({ length: 500 }, (_, at): [number, number] => [2 * at, 2 * at]);
    expect(notProven({ redacted })).toContain("(1, 3, 5, 7, 9, 11, 13, 15, 17, 19 and 490 more ranges)");
  });
});
