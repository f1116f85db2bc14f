import { describe, expect, it } from "vitest";
import { barsOf, countEvents, skipIdle } from "./activity.ts";
import type { Recording, Span } from "./recording.ts";

const span = (index: number, start: number, end: number, events: number): Span => ({
  index,
  take: 0,
  start,
  end,
  keyframe: true,
  events,
});
const recordingOf = (...spans: Span[]): Recording => ({ startMs: 0, length: spans.at(-1)?.end ?? 0, spans, holes: [] });
const slots = (seconds: number, ...busy: number[]): Uint16Array =>
  countEvents(
    busy.map((at) => at * 1_000),
    0,
    seconds * 1_000,
  );

describe("counting events", () => {
  it("puts them into slots of half a second", () => {
    expect([...countEvents([1_000, 1_400, 1_500, 2_999], 1_000, 3_000)]).toEqual([2, 1, 0, 1]);
  });

  it("keeps events from just outside of the chunk", () => {
    expect([...countEvents([900, 5_000], 1_000, 2_000)]).toEqual([1, 1]);
  });
});

describe("the bars of the time line", () => {
  it("say nothing of a chunk that is not open", () => {
    const bars = barsOf(recordingOf(span(0, 0, 10, 40), span(1, 10, 20, 10)), new Map([[1, slots(10, 1)]]), 4);
    expect([...bars]).toEqual([0, 0, 1, 0]);
  });

  it("show when it happened in a chunk that is open", () => {
    const bars = barsOf(recordingOf(span(0, 0, 10, 3)), new Map([[0, slots(10, 7, 7.1, 7.2)]]), 10);
    expect([...bars].map((bar) => bar > 0)).toEqual([false, false, false, false, false, false, false, true, false, false]);
  });

  it("are flat for a recording without events or without length", () => {
    expect([...barsOf(recordingOf(span(0, 0, 10, 0)), new Map(), 2)]).toEqual([0, 0]);
    expect([...barsOf(recordingOf(), new Map(), 2)]).toEqual([0, 0]);
  });
});

describe("skipping idle time", () => {
  const recording = recordingOf(span(0, 0, 10, 2), span(1, 10, 20, 0), span(2, 20, 30, 0), span(3, 30, 40, 5));
  const activity = new Map([[0, slots(10, 1, 2)]]);

  it("stays while something happens, and a second longer", () => {
    expect(skipIdle(recording, activity, 1.5)).toBeUndefined();
    expect(skipIdle(recording, activity, 3.2)).toBeUndefined();
  });

  it("jumps over chunks without events that nobody has opened, to half a second before the next one", () => {
    expect(skipIdle(recording, activity, 3.6)).toBe(29.5);
  });

  it("takes a chunk with events for busy until it is open", () => {
    expect(skipIdle(recording, activity, 35)).toBeUndefined();
  });

  it("leaves three seconds and less alone", () => {
    const short = recordingOf(span(0, 0, 10, 2));
    expect(skipIdle(short, new Map([[0, slots(10, 1, 4)]]), 2.6)).toBeUndefined();
    expect(skipIdle(short, new Map([[0, slots(10, 1, 6)]]), 2.6)).toBe(5.5);
  });

  it("goes to the end when nothing comes any more", () => {
    expect(skipIdle(recordingOf(span(0, 0, 10, 1), span(1, 10, 20, 0)), new Map([[0, slots(10, 1)]]), 5)).toBe(20);
  });
});
