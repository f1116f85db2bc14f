import type { Chunk, SessionGap } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import { decodeStart, gapFrom, holeAt, layOut, nextPicture, spanAt } from "./recording.ts";

const START = Date.parse("2026-11-17T10:00:00.250Z");
const iso = (second: number): string => new Date(START + second * 1_000).toISOString();

type Sketch = Partial<Pick<Chunk, "take" | "keyframe" | "events" | "gap_before">> & {
  readonly from: number;
  readonly to: number;
};
const chunk = (index: number, { from, to, ...rest }: Sketch): Chunk =>
  ({ index, take: 0, keyframe: true, events: 3, gap_before: null, started_at: iso(from), ended_at: iso(to), ...rest }) as Chunk;

const pause: SessionGap = { kind: "paused", reason: "password", from: iso(20), to: iso(50) };
const chunks = [
  chunk(0, { from: 0, to: 10 }),
  chunk(1, { from: 10, to: 20, keyframe: false }),
  chunk(2, { from: 50, to: 60, take: 1, gap_before: pause }),
  chunk(3, { from: 60, to: 66.5, take: 1, keyframe: false }),
  chunk(4, { from: 70, to: 80, take: 1 }),
];

describe("the time line of a recording", () => {
  const recording = layOut(chunks);

  it("counts wall-clock seconds from the first frame, pauses included", () => {
    expect(recording.startMs).toBe(START);
    expect(recording.length).toBe(80);
    expect(recording.spans.map(({ start, end }) => [start, end])).toEqual([
      [0, 10],
      [10, 20],
      [50, 60],
      [60, 66.5],
      [70, 80],
    ]);
  });

  it("has a hole for every gap, and for silence that nobody explains", () => {
    expect(recording.holes).toEqual([
      { start: 20, end: 50, kind: "paused", reason: "password", isOpen: false },
      { start: 66.5, end: 70, kind: "silent", reason: "", isOpen: false },
    ]);
    expect(holeAt(recording, 20)?.kind).toBe("paused");
    expect(holeAt(recording, 50)).toBeUndefined();
  });

  it("leads from gap to gap, and nowhere behind the last", () => {
    expect(gapFrom(recording, 0, 1)).toBe(20);
    expect(gapFrom(recording, 20, 1)).toBe(66.5);
    expect(gapFrom(recording, 75, 1)).toBeUndefined();
    expect(gapFrom(recording, 75, -1)).toBe(66.5);
    expect(gapFrom(recording, 66.7, -1)).toBe(20);
    expect(gapFrom(recording, 10, -1)).toBeUndefined();
  });

  it("leaves a few lost frames out", () => {
    expect(layOut([chunk(0, { from: 0, to: 10 }), chunk(1, { from: 11.9, to: 20 })]).holes).toEqual([]);
  });

  it("grows with a pause that still goes on", () => {
    const open: SessionGap = { kind: "paused", reason: "lunch", from: iso(10), to: null };
    const running = layOut(chunks.slice(0, 1), [open], START + 25_000);
    expect(running.length).toBe(25);
    expect(running.holes).toEqual([{ start: 10, end: 25, kind: "paused", reason: "lunch", isOpen: true }]);
    expect(layOut(chunks.slice(0, 1), [open]).length).toBe(10);
  });

  it("is empty without chunks", () => {
    expect(layOut([])).toMatchObject({ length: 0, spans: [], holes: [] });
  });
});

describe("finding a chunk", () => {
  const { spans } = layOut(chunks);

  it.each([
    [0, 0],
    [9.999, 0],
    [10, 1],
    [30, 2],
    [79.9, 4],
    [80, -1],
  ])("at second %d answers place %d", (time, place) => {
    expect(spanAt(spans, time)).toBe(place);
  });

  it("goes back to the keyframe of the same take", () => {
    expect(spans.map((_, place) => decodeStart(spans, place))).toEqual([0, 0, 2, 2, 4]);
  });

  it("never starts decoding in the take before", () => {
    const broken = layOut([chunk(0, { from: 0, to: 10 }), chunk(1, { from: 10, to: 20, take: 1, keyframe: false })]);
    expect(decodeStart(broken.spans, 1)).toBe(1);
  });
});

describe("the next picture", () => {
  const recording = layOut(chunks);

  it.each([
    ["inside a chunk is there at once", 5, [], 5],
    ["in a hole is the start of the next chunk", 30, [], 50],
    ["in a damaged chunk lies behind it", 12, [1], 50],
    ["behind the last chunk never comes", 80, [], undefined],
    ["before damaged chunks only never comes", 71, [4], undefined],
  ])("%s", (_name, time, bad, expected) => {
    expect(nextPicture(recording, time, new Set(bad))).toBe(expected);
  });
});
