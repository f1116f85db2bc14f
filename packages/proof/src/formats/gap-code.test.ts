import { expect, it } from "vitest";
import { gapCodeOf, partsOfReason, plainGap } from "./gap-code.ts";

const coded = { kind: "recorder_lost", code: null, data: null, note: "", from_ms: 1, to_ms: 2 } as const;

it("says a gap of version 2 as one of version 1, with its code found again", () => {
  const gap = plainGap({ ...coded, code: "clock-set", data: { step_ms: -90_000 } });
  expect(gap).toMatchObject({ kind: "recorder_lost", from_ms: 1, to_ms: 2 });
  expect(gap.reason).toMatch(/^clock-set: The machine's clock was set.*\(step_ms -90000\)$/);
  expect(gapCodeOf(gap)).toBe("clock-set");
  expect(gapCodeOf(plainGap({ ...coded, code: "storage-blocked" }))).toBe("storage-blocked");
});

it("keeps a person's words, and what another recorder has a code for", () => {
  expect(plainGap({ ...coded, kind: "paused", note: "lunch" }).reason).toBe("lunch");
  expect(plainGap({ ...coded, kind: "paused", note: "lunch", data: { step_ms: -5 } }).reason).toBe("lunch (step_ms -5)");
  expect(plainGap({ ...coded, code: "overload", note: "lunch", data: { paused: 1 } }).reason).toMatch(
    /settings lunch \(paused 1\)$/,
  );
  expect(plainGap({ ...coded, code: "power-failure", note: "again" }).reason).toBe("power-failure: again");
  const old = { kind: "paused", reason: "lunch", from_ms: 1, to_ms: 2 } as const;
  expect(plainGap(old)).toBe(old);
});

it("takes a reason apart again: what was said, and the numbers behind it", () => {
  const reasonOf = (change: object) => partsOfReason(plainGap({ ...coded, ...change }).reason);
  expect(reasonOf({ code: "encoder-stalled", data: { slept_ms: 28_000, step_ms: -5, recorder_ended: 2 } })).toEqual({
    said: "encoder-stalled: The encoder took no picture",
    numbers: new Map(Object.entries({ slept_ms: 28_000, step_ms: -5, recorder_ended: 2 })),
  });
  expect(reasonOf({ kind: "paused", note: "lunch (part 2) of 3", data: { slept_ms: 9 } })).toEqual({
    said: "lunch (part 2) of 3",
    numbers: new Map([["slept_ms", 9]]),
  });
  expect(reasonOf({ kind: "paused", note: "", data: { slept_ms: 9 } })).toMatchObject({ said: "" });
  expect(reasonOf({ kind: "paused", note: "lunch" })).toEqual({ said: "lunch", numbers: new Map() });
});
