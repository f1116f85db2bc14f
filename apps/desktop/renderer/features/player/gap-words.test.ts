import { setupI18n } from "@lingui/core";
import { plainGap } from "@lucid/proof";
import { expect, it } from "vitest";
import { describeHole, explainHole } from "./gap-words.ts";
import type { Hole } from "./recording.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });

const holeOf = (gap: object): Hole => {
  const coded = { kind: "recorder_lost", code: null, data: null, note: "", from_ms: 0, to_ms: 30_000 } as const;
  const { kind, reason } = plainGap({ ...coded, ...gap });
  return { start: 0, end: 30, kind, reason, isOpen: false };
};

it.each([
  [{ code: "encoder-stalled" }, "the encoder stood still for 30 s"],
  [{ code: "encoder-stalled", data: { slept_ms: 28_000 } }, "the encoder stood still for 30 s (the machine slept for 28 s)"],
  [{ code: "clock-set", data: { step_ms: -60_000 } }, "the node's clock was set: 30 s (the node's clock was set back by 1 m)"],
  [
    { kind: "paused", note: "lunch", data: { step_ms: 60_000, recorder_ended: 2, struck_by_lightning: 1 } },
    "paused 30 s: “lunch” (the node's clock was set ahead by 1 m; the recorder ended (2 times); struck_by_lightning: 1)",
  ],
] as const)("says of %o every reason that the gap holds", (gap, said) => {
  expect(describeHole(holeOf(gap), i18n).replaceAll("\u00a0", " ")).toBe(said);
});

it("says that a recorder was started again of those that were, and of no other", () => {
  const explain = (code: string) => explainHole(holeOf({ code }), i18n);
  for (const code of ["recorder-ended", "recorder-stuck"]) expect(explain(code)).toContain("failed and was started again");
  for (const code of ["encoder-stalled", "display-silent", "recorder-stopped"])
    expect(explain(code)).toContain("went on with the next one");
  expect(explain("overload")).toContain("lighter settings");
});
