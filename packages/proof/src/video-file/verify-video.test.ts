import { hash } from "node:crypto";
import {
  alteredBytes,
  buildTestSession,
  buildTestVideoSession,
  bundleBytes,
  createSeededRandom,
  videoFileOf,
} from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { bytesSource } from "../byte-source.ts";
import { concatBytes } from "../encoding/bytes.ts";
import { utf8 } from "../encoding/utf8.ts";
import { judgeBundle } from "../verify/judge-bundle.ts";
import { u32 } from "./video-layout.ts";

/** 400 in every run; the nightly run takes 10 000. */
const CASES = Number(process.env.LUCID_TAMPER_CASES ?? 400);

const filmed = buildTestVideoSession("video", { chunks: 6, pausedBefore: [3] });
const clean = await videoFileOf(filmed);
const judged = (bytes: Uint8Array) => judgeBundle(bytesSource(bytes));

describe("a video that carries its proof", () => {
  it("is verified with every picture, and says which part of it is what", async () => {
    const judgement = await judged(clean);
    expect(judgement).toMatchObject({
      verified: true,
      facts: { included: [[0, 5]], absent: [], isComplete: false, chunkCount: 6 },
      video: {
        durationMs: 18_000,
        pictures: 18,
        parts: [{ chunks: [0, 5], fromMs: 0, toMs: 18_000, state: "proven" }],
        cuts: [],
        gaps: [{ beforeChunk: 3, atMs: 9_000, missingMs: 30_000 }],
      },
    });
    if (!judgement.verified) throw new Error("refused");
    expect(judgement.proven).toContain("0:00 to 0:18 of this video is chunks 1-6 of 6: the recorded pictures, unaltered.");
    expect(judgement.proven).toContain(
      "At 0:09 the recording was interrupted for 30 s, before chunk 4. The video goes on at once.",
    );
    expect(judgement.notProven.join(" ")).toContain("encoded again");
  });

  it("is judged the same where the platform hashes whole texts only", async () => {
    const whole = { sha256: async (bytes: Uint8Array) => new Uint8Array(hash("sha256", bytes, "buffer")) };
    const altered = clean.with(Buffer.from(clean).indexOf("picture 1 of chunk 1"), 0x50);
    expect(await judgeBundle(bytesSource(clean), whole)).toEqual(await judged(clean));
    expect(await judgeBundle(bytesSource(altered), whole)).toEqual(await judged(altered));
    expect(await judged(altered)).toMatchObject({ code: "video-altered", chunk: 1 });
  });

  it("proves a part alone, and says what is left out", async () => {
    const judgement = await judged(await videoFileOf(filmed, { chunks: [1, 2, 5] }));
    expect(judgement).toMatchObject({
      verified: true,
      facts: {
        included: [
          [1, 2],
          [5, 5],
        ],
        absent: [
          [0, 0],
          [3, 4],
        ],
        includedCount: 3,
      },
      video: {
        parts: [
          { chunks: [1, 2], fromMs: 0, toMs: 6_000 },
          { chunks: [5, 5], fromMs: 6_000, toMs: 9_000 },
        ],
        cuts: [{ chunks: [3, 4], atMs: 6_000 }],
        gaps: [],
      },
    });
    if (!judgement.verified) throw new Error("refused");
    expect(judgement.proven).toContain("At 0:06 the video leaves 2 chunks (4-5) out.");
    expect(judgement.notProven.join(" ")).toContain("Not here: 3 chunks (1, 4-5).");
  });

  it("holds takes of different formats", async () => {
    const several = buildTestVideoSession("formats", {
      chunks: 3,
      init: (index) => ({ configuration: Uint8Array.of(1, 66, index === 1 ? 9 : 0, 30) }),
    });
    expect(await judged(await videoFileOf(several))).toMatchObject({ verified: true, video: { pictures: 9 } });
  });

  it("reports every byte that it reads", async () => {
    let last = {};
    await judgeBundle(bytesSource(clean), { onProgress: (progress) => void (last = progress) });
    expect(last).toEqual({ phase: "parts", share: 1, checkedBytes: clean.length, totalBytes: clean.length });
  });
});

describe("a video that does not hold", () => {
  it("is called one without a proof where it has none", async () => {
    const other = concatBytes(u32(16), utf8("ftypisom"), u32(0), u32(8), utf8("moov"));
    expect(await judged(other)).toMatchObject({ verified: false, code: "video-without-proof" });
    expect(await judged(utf8("no video"))).toMatchObject({ verified: false, code: "not-a-bundle" });
    expect(await judged(other.subarray(0, -9))).toMatchObject({ verified: false, code: "truncated" });
  });

  it("names the altered chunks, and says what is still proven", async () => {
    const altered = clean.slice();
    const at = Buffer.from(clean).indexOf("picture 2 of chunk 4");
    altered[at] = 0;
    expect(await judged(altered)).toMatchObject({
      verified: false,
      code: "video-altered",
      chunk: 4,
      chunks: [4],
      session: { id: filmed.session.sessionId, chunks: [{ index: 4 }] },
      video: {
        parts: [
          { chunks: [0, 3], fromMs: 0, toMs: 12_000, state: "proven" },
          { chunks: [4, 4], fromMs: 12_000, toMs: 15_000, state: "altered" },
          { chunks: [5, 5], fromMs: 15_000, toMs: 18_000, state: "proven" },
        ],
      },
    });
  });

  it("may not repeat chunks, nor change their order", async () => {
    expect(await judged(await videoFileOf(filmed, { chunks: [0, 1, 1] }))).toMatchObject({ code: "video-order", chunk: 1 });
    expect(await judged(await videoFileOf(filmed, { chunks: [2, 1] }))).toMatchObject({ code: "video-order", chunk: 1 });
  });

  it("may not take a chunk's pictures for those of another", async () => {
    const { videos } = filmed;
    const swapped = { ...filmed, videos: [videos[0]!, videos[2]!, videos[1]!, ...videos.slice(3)] };
    expect(await judged(await videoFileOf(swapped))).toMatchObject({ code: "video-altered", chunks: [1, 2] });
  });

  it("is tied to nothing by a recording that does not commit to its pictures", async () => {
    const first = buildTestSession("video", { chunks: 6, pausedBefore: [3] });
    const bundle = await bundleBytes(first.content({ describe: { chunks: [] } }));
    expect(await judged(await videoFileOf(filmed, { bundle }))).toMatchObject({ code: "video-uncommitted", chunk: 0 });
    const without = buildTestVideoSession("video", {
      chunks: 3,
      editEntry: (entry) => (entry.index === 1 ? { ...entry, video: null } : entry),
    });
    expect(await judged(await videoFileOf(without))).toMatchObject({ code: "video-uncommitted", chunk: 1, chunks: [1] });
  });

  it("carries no other recording's proof", async () => {
    const other = buildTestVideoSession("another", { chunks: 6 });
    const bundle = await bundleBytes(other.session.content({ describe: { chunks: [] } }));
    expect(await judged(await videoFileOf(filmed, { bundle }))).toMatchObject({ code: "video-altered", chunk: 0 });
  });

  it("may not begin, or go on, with pictures that build on others", async () => {
    const headless = buildTestVideoSession("headless", { chunks: 4, isSync: (index) => index !== 2 });
    expect(await judged(await videoFileOf(headless))).toMatchObject({ verified: true });
    expect(await judged(await videoFileOf(headless, { chunks: [0, 2, 3] }))).toMatchObject({ code: "video-start", chunks: [2] });
    expect(await judged(await videoFileOf(headless, { chunks: [2, 3] }))).toMatchObject({ code: "video-start", chunk: 2 });
  });

  it("is refused for the reasons of its bundle, and for those of the reader", async () => {
    const bundle = await bundleBytes(filmed.session.content({ describe: { chunks: [] } }));
    const signature = Buffer.from(bundle).lastIndexOf('"signature":"');
    bundle[signature + 20] = (bundle[signature + 20] as number) ^ 1;
    expect((await judged(await videoFileOf(filmed, { bundle }))).verified).toBe(false);
    const sessions = [crypto.randomUUID()];
    expect(await judgeBundle(bytesSource(clean), { pins: { sessions } })).toMatchObject({ code: "session-unexpected" });
  });

  it(`is refused, whatever is changed in it: ${CASES} times`, { timeout: 20_000 + CASES * 200 }, async () => {
    const random = createSeededRandom(`altered videos ${CASES}`);
    for (let run = 0; run < CASES; run += 1) {
      const bytes = alteredBytes(clean, random);
      if (Buffer.compare(bytes, clean) === 0) continue;
      const judgement = await judged(bytes);
      expect([run, judgement.verified]).toEqual([run, false]);
    }
  });
});
