import type { TailHead } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import { emptyRecording, holeAt, type Recording } from "../recording.ts";
import { type TailChunk, takeFrame } from "./tail-chunks.ts";
import { withTail } from "./with-tail.ts";

const EPOCH = 1_763_600_000_000;
const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const textOf = ({ parts }: TailChunk): string => parts.map((part) => new TextDecoder().decode(part)).join("");

const chunkHead = (index: number, fromS: number, more: Partial<Extract<TailHead, { type: "chunk" }>> = {}): TailHead => ({
  ...{ type: "chunk", now_ms: EPOCH, index, take: 0, keyframe: true, gap_before: null, started_monotonic_ms: 0 },
  started_at_ms: EPOCH + fromS * 1_000,
  ...more,
});
const videoHead = (index: number, offset: number, toS: number): TailHead => ({
  ...{ type: "video", now_ms: EPOCH, index, offset, monotonic_ms: 0 },
  ...{ from_ms: EPOCH + toS * 1_000 - 500, to_ms: EPOCH + toS * 1_000 },
});
const closedHead = (index: number, atS: number): TailHead => ({
  ...{ type: "closed", now_ms: EPOCH, index, ended_at_ms: EPOCH + atS * 1_000, events_until_ms: EPOCH + atS * 1_000 },
});

const after = (frames: readonly (readonly [TailHead, string])[], from: readonly TailChunk[] = []): readonly TailChunk[] =>
  frames.reduce((chunks, [head, body]) => takeFrame(chunks, { head, body: bytes(body) }), from);

const first = [
  [chunkHead(4, 40), ""],
  [videoHead(4, 0, 40.5), "one "],
  [videoHead(4, 4, 41), "two "],
] as const;

describe("what came live", () => {
  it("is a chunk that grows part by part, until it is closed and the next one begins", () => {
    const chunks = after([...first, [closedHead(4, 41), ""], [chunkHead(5, 41), ""], [videoHead(5, 0, 41.5), "three"]]);
    expect(chunks.map((chunk) => [chunk.index, textOf(chunk), chunk.isClosed, chunk.endMs - EPOCH])).toEqual([
      [4, "one two ", true, 41_000],
      [5, "three", false, 41_500],
    ]);
  });

  it("goes on after a break where the bytes end, and takes none twice", () => {
    const again = after(
      [
        [chunkHead(4, 40), ""],
        [videoHead(4, 4, 41), "two "],
        [videoHead(4, 8, 41.5), "three"],
      ],
      after(first),
    );
    expect(again.map(textOf)).toEqual(["one two three"]);
    expect(() => after([[videoHead(4, 9, 42), "five"]], after(first))).toThrow("missing");
  });

  it("drops a chunk that a break cut off: it comes whole when it is sealed", () => {
    const chunks = after(
      [
        [chunkHead(5, 50), ""],
        [videoHead(5, 0, 50.5), "later"],
      ],
      after(first),
    );
    expect(chunks.map(({ index }) => index)).toEqual([5]);
  });

  it("keeps a few chunks only", () => {
    const many = Array.from({ length: 9 }, (_, index) => [
      [chunkHead(index, index), ""] as const,
      [videoHead(index, 0, index + 0.5), "x"] as const,
      [closedHead(index, index + 1), ""] as const,
    ]);
    expect(after(many.flat()).map(({ index }) => index)).toEqual([6, 7, 8]);
  });

  it("has its events once, however often the connection is made", () => {
    const key = JSON.stringify({ t: EPOCH, type: "key", pressed: true });
    const alive = JSON.stringify({ t: EPOCH, type: "heartbeat" });
    const events = { type: "events", now_ms: EPOCH, index: 4 } as const;
    const once = after([...first, [events, `${key}\n${alive}\n`]]);
    const twice = after(
      [
        [chunkHead(4, 40), ""],
        [events, `${key}\n`],
      ],
      once,
    );
    expect([once, twice].map((chunks) => chunks[0]?.events.map(({ type }) => type))).toEqual([["key"], ["key"]]);
  });
});

it("leaves the events to the next chunk that come again with it", () => {
  const events = { type: "events", now_ms: EPOCH, index: 4 } as const;
  const lines = [40_900, 41_000].map((t) => `${JSON.stringify({ t: EPOCH + t, type: "button" })}\n`).join("");
  const [chunk] = after([...first, [events, lines], [closedHead(4, 41), ""]]);
  expect(chunk?.events.map(({ t }) => t - EPOCH)).toEqual([40_900]);
});

describe("a recording with what came live", () => {
  const span = (index: number) => ({ index, take: 0, start: index * 10, end: index * 10 + 10, keyframe: true, events: 0 });
  const recording: Recording = { startMs: EPOCH, length: 40, spans: [0, 1, 2, 3].map(span), holes: [] };

  it("is longer by the chunks that follow on the last sealed one, and says that they are open", () => {
    const { spans, length } = withTail(recording, after(first));
    expect(length).toBe(41);
    expect(spans.at(-1)).toEqual({ ...span(4), end: 41, isOpen: true });
    expect(spans.filter(({ isOpen }) => isOpen)).toHaveLength(1);
  });

  it("waits for a chunk that is not in the list yet, and shows none after it", () => {
    const shorter = { ...recording, length: 30, spans: recording.spans.slice(0, 3) };
    expect(withTail(shorter, after(first))).toBe(shorter);
  });

  it("has what is sealed from the list alone", () => {
    const longer = { ...recording, length: 50, spans: [...recording.spans, span(4)] };
    expect(withTail(longer, after(first))).toBe(longer);
  });

  it("begins with what comes live when nothing is sealed yet", () => {
    const chunks = after([
      [chunkHead(0, 7), ""],
      [videoHead(0, 0, 7.5), "x"],
    ]);
    expect(withTail(emptyRecording, chunks)).toMatchObject({
      startMs: EPOCH + 7_000,
      length: 0.5,
      spans: [{ start: 0, end: 0.5 }],
    });
  });

  it("ends a pause that still went on when the next picture came, and claims no proof for it", () => {
    const hole = { start: 40, end: 55, kind: "paused", reason: "break", isOpen: true } as const;
    const paused = { ...recording, length: 55, holes: [hole] };
    const resumed = chunkHead(4, 52, { take: 1, gap_before: { kind: "paused", reason: "break" } });
    const shown = withTail(
      paused,
      after([
        [resumed, ""],
        [videoHead(4, 0, 52.5), "x"],
      ]),
    );
    expect(shown.holes).toEqual([{ ...hole, end: 52 }]);
    expect(holeAt(shown, 52.1)).toBeUndefined();
    expect(shown.length).toBe(52.5);
  });
});
