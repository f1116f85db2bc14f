import { setupI18n } from "@lingui/core";
import { type BundleFacts, bytesSource, verifyBundle } from "@lucid/proof";
import { buildTestSession, bundleBytes } from "@lucid/testkit";
import { describe, expect, it } from "vitest";
import { figuresInWords, headlineOf } from "./facts-in-words.ts";
import { missingInWords } from "./missing-in-words.ts";
import { provenInWords } from "./proven-in-words.ts";
import { unprovenInWords } from "./unproven-in-words.ts";

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

  it("says in one sentence what was on the chain while it ran, however many entries there are", () => {
    const live = provenInWords(whole, i18n).filter((line) => line.includes("while it ran"));
    expect(live).toHaveLength(1);
    expect(live[0]).toMatch(/none of the chunks 1-4 waited longer than/);
    expect(unprovenInWords(whole, true, i18n).join(" ")).toContain("That nothing after chunk 4 was changed before its block");
  });

  it("counts chunks from 1, and lists a few ranges only", async () => {
    const facts = await factsOf({ chunks: 3 });
    expect(headlineOf({ ...facts, includedCount: 1, included: [[1, 1]] }, i18n)).toBe("Unaltered, and a part of the recording");
    const redacted = Array.from({ length: 40 }, (_, at): [number, number] => [at * 2, at * 2]);
    expect(missingInWords({ ...whole, redacted: redacted }, i18n)[0]).toContain("(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, …)");
  });
});
