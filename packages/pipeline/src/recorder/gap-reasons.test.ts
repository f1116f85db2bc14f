import { expect, it } from "vitest";
import { clockStepped, joined, pausedFor, recorderEnded, stalled, storageBlocked } from "./gap-reasons.ts";

it("keeps one reason as it is", () => {
  expect(joined([recorderEnded])).toEqual(recorderEnded);
  expect(joined([pausedFor("lunch")])).toEqual(pausedFor("lunch"));
});

it("gives the first reason, how often each further one came, and what the clock did in all", () => {
  const back = clockStepped({ stepMs: -3_600_000, sleptMs: 0 });
  const slept = clockStepped({ stepMs: 5_000, sleptMs: 60_000 });
  expect(joined([back, pausedFor("lunch"), recorderEnded, slept, recorderEnded, stalled("encoder")])).toEqual({
    ...{ kind: "paused", code: null, note: "lunch" },
    data: { step_ms: -3_595_000, slept_ms: 60_000, recorder_ended: 2, encoder_stalled: 1 },
  });
});

it("says that the machine slept before it says that its clock was set", () => {
  expect(clockStepped({ stepMs: 0, sleptMs: 900 })).toMatchObject({ code: "machine-slept", data: { slept_ms: 900 } });
  const set = clockStepped({ stepMs: 100, sleptMs: 0 });
  expect(joined([set, clockStepped({ stepMs: 0, sleptMs: 900 })])).toMatchObject({
    ...{ code: "machine-slept", data: { step_ms: 100, slept_ms: 900 } },
  });
});

it("keeps the notes of several people, and all of it within the format's limits", () => {
  const both = joined([storageBlocked, pausedFor("a".repeat(300)), pausedFor("b".repeat(300))]);
  expect(both).toMatchObject({ kind: "recorder_lost", code: "storage-blocked", data: { paused: 2 } });
  expect(both.note).toBe(`${"a".repeat(300)}; ${"b".repeat(198)}`);
  const many = Array.from({ length: 12 }, (_, index) => ({ ...recorderEnded, code: `reason-${index}` }));
  const numbers = Object.keys(joined([recorderEnded, ...many, clockStepped({ stepMs: 7, sleptMs: 0 })]).data ?? {});
  expect(numbers).toHaveLength(8);
  expect(numbers[0]).toBe("step_ms");
});
