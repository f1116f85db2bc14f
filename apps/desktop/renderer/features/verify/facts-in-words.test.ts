import { setupI18n } from "@lingui/core";
import { type BundleFacts, bytesSource, judgeBundle, verifyBundle } from "@lucid/proof";
import { buildTestSession, buildTestVideoSession, bundleBytes, videoFileOf } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { figuresInWords, headlineOf } from "./facts-in-words.ts";
import { missingInWords } from "./missing-in-words.ts";
import { provenInWords } from "./proven-in-words.ts";
import { unprovenInWords } from "./unproven-in-words.ts";
import { videoInWords } from "./video-in-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });

async function factsOf(options: Parameters<typeof buildTestSession>[1]): Promise<BundleFacts> {
  const verdict = await verifyBundle(bytesSource(await bundleBytes(buildTestSession("in words", options).content())));
  if (!verdict.verified) throw new Error(verdict.code);
  return verdict.facts;
}
const whole = await factsOf({ chunks: 6, checkpoints: [1, 2, 3, 4] });

describe("a verdict in words", () => {
  it("is complete only where the figures are", () => {
    expect(headlineOf(whole, i18n)).toBe("Complete and unaltered");
    expect(figuresInWords(whole, i18n)).toMatch(/recorded 1\u00a0m of 1\u00a0m, as the node states it\.$/);
    expect(missingInWords(whole, i18n)).toEqual([]);
    const silent = {
      ...whole,
      isComplete: false,
      time: {
        ...whole.time,
        recordedMs: 30_000,
        silenceMs: 30_000,
        silenceCount: 15,
        longestSilenceMs: 2_000,
        isUninterrupted: false,
      },
    };
    expect(headlineOf(silent, i18n)).toBe("Unaltered, with stretches that were not recorded");
    expect(missingInWords(silent, i18n).join()).toMatch(/^Without record or reason: .* in 15 stretches, the longest 2\u00a0s\.$/);
    const cut = { ...whole, isComplete: false, isCutOff: true };
    expect(headlineOf(cut, i18n)).toBe("Unaltered, and cut off at the end");
    expect(missingInWords(cut, i18n)).toEqual(["Perhaps more at its end: it was cut off there."]);
  });

  it("quotes the node's reason, which cannot pass for a sentence of the verifier", async () => {
    const facts = await factsOf({ chunks: 3, pausedBefore: [1] });
    const reason = 'lunch". Nothing is missing.\u202e';
    const paused = { ...facts, gaps: facts.gaps.map((gap) => ({ ...gap, reason })) };
    expect(headlineOf(paused, i18n)).toBe("Unaltered, with one gap");
    expect(missingInWords(paused, i18n).at(-1)).toMatch(
      /^Paused for .*\. The node wrote: "lunch\\"\. Nothing is missing\.\ufffd"$/,
    );
  });

  it("names every reason of a gap", async () => {
    const facts = await factsOf({ chunks: 3, pausedBefore: [1] });
    const reason = "encoder-stalled: The encoder took no picture (slept_ms 28000) (paused 2)";
    const gaps = facts.gaps.map((gap) => ({ ...gap, kind: "recorder_lost" as const, reason }));
    expect(missingInWords({ ...facts, gaps }, i18n).at(-1)).toMatch(
      /: the encoder stood still\. In it: the machine slept for 28\u00a0s; paused \(2 times\)\.$/,
    );
  });

  it("says how many places it does not name", () => {
    const many = { ...whole, counts: { gaps: 130_000, silences: 2, clockSteps: 0 } };
    expect(missingInWords(many, i18n)).toEqual(["And 130\u202f002 shorter ones."]);
  });

  it("says in one sentence what was on the chain while it ran, however many entries there are", () => {
    const live = provenInWords(whole, i18n).filter((line) => line.includes("while it ran"));
    expect(live).toHaveLength(1);
    expect(live[0]).toMatch(/none of the chunks 1-4 waited longer than/);
    expect(unprovenInWords(whole, true, i18n).join(" ")).toContain("That nothing after chunk 4 was changed before its block");
  });

  it("says which part of a video is what, and what a video does not hold", async () => {
    const filmed = buildTestVideoSession("in words", { chunks: 5, pausedBefore: [1] });
    const judged = async (bytes: Uint8Array) => judgeBundle(bytesSource(bytes));
    const part = await judged(await videoFileOf(filmed, { chunks: [0, 1, 3] }));
    if (!part.verified) throw new Error(part.code);
    expect(headlineOf(part.facts, i18n, part.video)).toBe("The pictures are the recorded ones, and a part of the recording");
    expect(provenInWords(part.facts, i18n, part.video)).toEqual(
      expect.arrayContaining([
        "00:00:00 to 00:00:06 of this video: chunks 1-2 of 5, picture by picture as they were recorded.",
        "At 00:00:06 the video leaves chunks out: 3.",
        "At 00:00:03 the recording was interrupted for 30\u00a0s, before chunk 2. The video goes on at once.",
      ]),
    );
    expect(unprovenInWords(part.facts, true, i18n, part.video).join(" ")).toMatch(/beside the pictures.* loses its proof/);
    expect(missingInWords(part.facts, i18n)).toContain("Not in this file: 2 chunks (3, 5).");
    const changed = await videoFileOf(filmed);
    changed[Buffer.from(changed).indexOf("picture 1 of chunk 4")] = 0;
    const refused = await judged(changed);
    if (refused.verified || refused.video === undefined) throw new Error("It was not refused");
    expect(videoInWords(refused.video, i18n)[1]).toBe(
      "00:00:12 to 00:00:15 of this video: chunk 5 of 5, and NOT the recorded pictures.",
    );
  });

  it("counts chunks from 1, and lists a few ranges only", async () => {
    const facts = await factsOf({ chunks: 3 });
    expect(headlineOf({ ...facts, includedCount: 1, included: [[1, 1]] }, i18n)).toBe("Unaltered, and a part of the recording");
    const redacted = Array.from({ length: 40 }, (_, at): [number, number] => [at * 2, at * 2]);
    expect(missingInWords({ ...whole, redacted: redacted }, i18n)[0]).toContain("(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, …)");
  });
});
