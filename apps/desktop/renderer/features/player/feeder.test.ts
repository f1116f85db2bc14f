import { describe, expect, it } from "vitest";
import { createFeeder } from "./feeder.ts";
import type { OpenedChunk, OpenOutcome } from "./opener.protocol.ts";
import type { Recording, Span } from "./recording.ts";
import type { TailChunk } from "./tail/tail-chunks.ts";

const span = (index: number, changes: Partial<Span> = {}): Span => ({
  index,
  take: 0,
  start: index * 10,
  end: index * 10 + 10,
  keyframe: true,
  events: 0,
  ...changes,
});
const opened = (index: number): OpenOutcome => ({ kind: "opened", chunk: { index } as OpenedChunk });
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

function setUp(spans: readonly Span[], answers: Partial<Record<number, OpenOutcome | Error>> = {}) {
  let recording: Recording = { startMs: 0, length: spans.at(-1)?.end ?? 0, spans, holes: [] };
  const tail = new Map<number, TailChunk>();
  const videos: string[] = [];
  const bad: string[] = [];
  const appended: number[] = [];
  const kept: (readonly [number, number])[] = [];
  const failures: unknown[] = [];
  const asked: number[] = [];
  let full = false;
  let unplayable = false;
  const feeder = createFeeder({
    media: {
      async append(to, { video }) {
        if (full) throw new DOMException("full", "QuotaExceededError");
        if (unplayable) throw new DOMException("no", "NotSupportedError");
        appended.push(to.index);
        // A chunk of these tests has no bytes of its own.
        videos.push(`${to.index} ${(video as Uint8Array | undefined) ? new TextDecoder().decode(video) : "sealed"}`);
      },
      keepOnly: async (start, end) => void kept.push([start, end]),
      setLength: async () => undefined,
    },
    load: async (index, signal) => {
      asked.push(index);
      await settle();
      signal.throwIfAborted();
      const answer = answers[index] ?? opened(index);
      if (answer instanceof Error) throw answer;
      return answer;
    },
    live: (index) => tail.get(index),
    recording: () => recording,
    onOpened: () => undefined,
    onBad: ({ index, trouble }) => void bad.push(`${index} ${trouble}`),
    onFailed: (error) => failures.push(error),
  });
  const done = async (): Promise<void> => {
    while (!feeder.idle && failures.length === 0) await settle();
  };
  return {
    ...{ feeder, appended, asked, kept, failures, done, videos, bad, tail },
    fill: (on: boolean) => (full = on),
    refuse: () => (unplayable = true),
    grow: (grown: readonly Span[]) => (recording = { ...recording, spans: grown }),
  };
}

/** A chunk as it came live. */
const cameLive = (index: number, parts: readonly string[], more: Partial<TailChunk> = {}): TailChunk => ({
  ...{ index, take: 0, keyframe: true, startMs: index * 10_000, endMs: index * 10_000 + parts.length * 500, gapBefore: null },
  ...{ init: new Uint8Array(), codec: "avc1.640015", decodeTime: index * 10, size: parts.join("").length },
  ...{ parts: parts.map((part) => new TextEncoder().encode(part)), events: [], isClosed: false },
  ...more,
});

describe("the feeder", () => {
  it("brings the chunks that are wanted, in order, and nothing else", async () => {
    const { feeder, appended, done } = setUp([0, 1, 2, 3, 4].map((index) => span(index)));
    feeder.want(12, 15);
    await done();
    expect(appended).toEqual([1, 2]);
  });

  it("starts at the keyframe before a chunk that begins without one", async () => {
    const { feeder, appended, done } = setUp([span(0), span(1), span(2, { keyframe: false }), span(3, { keyframe: false })]);
    feeder.want(35, 1);
    await done();
    expect(appended).toEqual([1, 2, 3]);
  });

  it("begins at a keyframe again when the decoder has been elsewhere", async () => {
    const { feeder, appended, done } = setUp([span(0), span(1, { keyframe: false }), span(2), span(3)]);
    feeder.want(0, 5);
    await done();
    feeder.want(35, 1);
    await done();
    feeder.want(5, 10);
    await done();
    expect(appended).toEqual([0, 3, 0, 1]);
  });

  it("gives up what is no longer wanted", async () => {
    const { feeder, appended, done } = setUp(Array.from({ length: 30 }, (_, index) => span(index)));
    feeder.want(0, 100);
    feeder.want(250, 5);
    await done();
    expect(appended).toEqual([25]);
  });

  it("goes on behind a chunk that does not open", async () => {
    const bad: OpenOutcome = { kind: "bad", index: 1, trouble: "chunk-altered", detail: "" };
    const { feeder, appended, done } = setUp([span(0), span(1), span(2)], { 1: bad });
    feeder.want(0, 30);
    await done();
    expect(appended).toEqual([0, 2]);
    expect([...feeder.bad]).toEqual([1]);
  });

  it("asks once for a chunk that cannot be fetched, says so at its turn, and asks again when it is to", async () => {
    const broken = new Error("broken off");
    const { feeder, appended, asked, failures, done } = setUp([span(0), span(1), span(2)], { 2: broken });
    feeder.want(0, 30);
    await done();
    expect(appended).toEqual([0, 1]);
    expect(failures).toEqual([broken]);
    expect(asked).toEqual([0, 1, 2]);
    feeder.retry();
    feeder.want(0, 30);
    while (failures.length === 1) await settle();
    expect(asked).toEqual([0, 1, 2, 2]);
  });

  it("lets go of whole chunks that lie far behind", async () => {
    const { feeder, appended, kept, done } = setUp(Array.from({ length: 12 }, (_, index) => span(index)));
    feeder.want(0, 25);
    await done();
    feeder.want(85, 10);
    await done();
    expect(appended).toEqual([0, 1, 2, 8, 9]);
    expect(kept.at(-1)?.[0]).toBe(50);
    feeder.want(5, 1);
    await done();
    expect(appended.at(-1)).toBe(0);
  });

  it("fetches again what the browser has thrown out by itself", async () => {
    const { feeder, appended, done } = setUp([span(0), span(1)]);
    feeder.want(0, 20);
    await done();
    feeder.renew(1);
    feeder.want(12, 5);
    await done();
    expect(appended).toEqual([0, 1, 1]);
  });

  it("knows at once that nothing of what is wanted is missing", async () => {
    const { feeder, done } = setUp([span(0), span(1)]);
    feeder.want(0, 20);
    expect(feeder.idle).toBe(false);
    await done();
    feeder.want(1, 15);
    expect(feeder.idle).toBe(true);
  });

  it("wants less when the browser's memory for video is full", async () => {
    const { feeder, appended, failures, fill, done } = setUp(Array.from({ length: 30 }, (_, index) => span(index)));
    fill(true);
    feeder.want(0, 100);
    await settle();
    await settle();
    fill(false);
    await done();
    expect(failures).toEqual([]);
    expect(appended.length).toBeLessThan(10);
    expect(appended[0]).toBe(0);
  });
});

describe("the feeder of what comes live", () => {
  const open = span(1, { end: 11, isOpen: true });

  it("adds each part once as it comes, and fetches nothing of it, before and after it is sealed", async () => {
    const { feeder, asked, done, grow, tail, videos } = setUp([span(0), open]);
    tail.set(1, cameLive(1, ["a", "b"]));
    feeder.want(9, 12);
    await done();
    tail.set(1, cameLive(1, ["a", "b", "c"]));
    feeder.want(10, 12);
    await done();
    tail.set(1, cameLive(1, ["a", "b", "c", "d"], { isClosed: true }));
    grow([span(0), span(1)]);
    feeder.want(11, 12);
    await done();
    expect(videos).toEqual(["0 sealed", "1 ab", "1 c", "1 d"]);
    expect(asked).toEqual([0]);
    expect(feeder.cameLive()).toEqual([1]);
  });

  it("begins a chunk anew when the decoder was elsewhere", async () => {
    const { feeder, done, tail, videos } = setUp([span(0), span(1), span(2), span(3), span(4), { ...span(5), isOpen: true }]);
    tail.set(5, cameLive(5, ["a", "b"]));
    feeder.want(50, 1);
    await done();
    feeder.want(5, 1);
    await done();
    tail.set(5, cameLive(5, ["a", "b", "c"]));
    feeder.want(50, 1);
    await done();
    expect(videos).toEqual(["5 ab", "0 sealed", "5 abc"]);
  });

  it("fetches a sealed chunk of which a break cut off the rest", async () => {
    const { feeder, done, grow, tail, videos, asked } = setUp([span(0), open]);
    tail.set(1, cameLive(1, ["a", "b"]));
    feeder.want(9, 12);
    await done();
    grow([span(0), span(1)]);
    feeder.want(10, 12);
    await done();
    expect(videos).toEqual(["0 sealed", "1 ab", "1 sealed"]);
    expect(asked).toEqual([0, 1]);
    expect(feeder.cameLive()).toEqual([]);
  });

  it("fetches one that came live when somebody goes back to it", async () => {
    const { feeder, done, tail, asked } = setUp([span(0), span(1)]);
    tail.set(1, cameLive(1, ["a"], { isClosed: true }));
    feeder.want(10, 1);
    await done();
    expect(asked).toEqual([]);
    feeder.renew(1);
    feeder.want(10, 1);
    await done();
    expect(asked).toEqual([1]);
    expect(feeder.cameLive()).toEqual([]);
  });

  it("says what has no picture, and what this browser does not play", async () => {
    const blank = setUp([{ ...span(0), isOpen: true }]);
    blank.tail.set(0, cameLive(0, ["a"], { codec: undefined }));
    blank.feeder.want(0, 1);
    await blank.done();
    expect(blank.bad).toEqual(["0 no-video"]);

    const { feeder, refuse, done, tail, bad, failures } = setUp([{ ...span(0), isOpen: true }, span(1)]);
    tail.set(0, cameLive(0, ["a"]));
    refuse();
    feeder.want(0, 12);
    await done();
    expect(bad).toEqual(["0 not-playable", "1 not-playable"]);
    expect(failures).toEqual([]);
  });
});
