import { type ChunkEntry, checkEntry } from "@lucid/proof";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFragment, type VideoFragment } from "../mp4/read-fragment.ts";
import { readInit } from "../mp4/read-init.ts";
import { type Interruption, pausedFor, recorderEnded } from "../recorder/gap-reasons.ts";
import { fragmentBytes, initSegment, TIMESCALE } from "../testing/mp4-fixtures.ts";
import { type Chunker, type ChunkerOptions, createChunker, type PlainChunk } from "./create-chunker.ts";
import type { SessionEvent } from "./session-event.ts";

const init = readInit(initSegment());
const EPOCH = 1_763_600_000_000;
const options: ChunkerOptions = { chunkBytes: 40_000, chunkMs: 10_000, keyframeMs: 5_000 };
const half = TIMESCALE / 2;

function fragment(decodeTime: number, shape: { ticks?: number; keyframe?: boolean; size?: number } = {}): VideoFragment {
  const bytes = fragmentBytes({
    decodeTime,
    samples: 1,
    sampleDuration: shape.ticks ?? half,
    keyframe: shape.keyframe ?? false,
    payload: Buffer.alloc(shape.size ?? 50, decodeTime),
  });
  return { bytes, ...readFragment(bytes.subarray(0, bytes.readUInt32BE(0)), init) };
}

/** Half-second fragments with a keyframe every 5 s. */
function play(chunker: Chunker, from: number, seconds: number, size?: number): PlainChunk[] {
  return Array.from({ length: seconds * 2 }, (_, index) => from * TIMESCALE + index * half).flatMap((at) =>
    chunker.addFragment(fragment(at, { keyframe: at % (5 * TIMESCALE) === 0, ...(size ? { size } : {}) })),
  );
}

function recordsOf(chunk: PlainChunk): { kind: number; bytes: Buffer }[] {
  const bytes = Buffer.from(chunk.plain);
  const records: { kind: number; bytes: Buffer }[] = [];
  for (let at = 0; at < bytes.length; at += 5 + bytes.readUInt32BE(at + 1)) {
    records.push({ kind: bytes.readUInt8(at), bytes: bytes.subarray(at + 5, at + 5 + bytes.readUInt32BE(at + 1)) });
  }
  return records;
}

function eventsOf(chunk: PlainChunk): SessionEvent[] {
  const record = recordsOf(chunk).find(({ kind }) => kind === 3);
  return record
    ? record.bytes
        .toString()
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line) as SessionEvent)
    : [];
}

/** The chunk as the manifest lists it, to be judged by the verifier. */
const entryOf = (chunk: PlainChunk, index: number): ChunkEntry => ({
  session_id: "0198a5c2-6d1e-7c3f-8a4b-5e6f708192a3",
  index,
  take: chunk.take,
  started_at_ms: chunk.startedAtMs,
  ended_at_ms: chunk.endedAtMs,
  version: 2,
  started_monotonic_ms: chunk.startedMonotonicMs,
  ended_monotonic_ms: chunk.endedMonotonicMs,
  after: null,
  clock_error_ms: null,
  keyframe: chunk.keyframe,
  events: chunk.events,
  gap_before: chunk.gapBefore,
  codec: "none",
  suite: "aes-256-gcm",
  plain_size: chunk.plain.length,
  size: chunk.plain.length + 120,
  sha256: "0".repeat(64),
});

const firstTake = { init, epochMs: EPOCH, monotonicMs: 0, after: null };
const lost = (code: string): Interruption => ({ kind: "recorder_lost", code, data: null, note: "" });
const startChunker = () => {
  const chunker = createChunker(options);
  chunker.startTake(firstTake);
  return chunker;
};

describe("the chunker", () => {
  it("cuts after ten seconds, on keyframes, without a hole between chunks", () => {
    const chunker = startChunker();
    const chunks = [...play(chunker, 0, 25), ...chunker.close()];
    expect(chunks.map(({ startedAtMs, endedAtMs, keyframe }) => [startedAtMs - EPOCH, endedAtMs - EPOCH, keyframe])).toEqual([
      [0, 10_000, true],
      [10_000, 20_000, true],
      [20_000, 25_000, true],
    ]);
  });

  it("finds back to the keyframes after a cut beside them", () => {
    const chunker = startChunker();
    const late = [fragment(0, { ticks: 9 * TIMESCALE, keyframe: true }), fragment(9 * TIMESCALE, { ticks: 1.1 * TIMESCALE })];
    const chunks = [
      ...late.flatMap((piece) => chunker.addFragment(piece)),
      ...chunker.addFragment(fragment(10.1 * TIMESCALE, { ticks: 0.4 * TIMESCALE })),
      ...play(chunker, 11, 20),
      ...chunker.close(),
    ];
    expect(chunks.map(({ startedAtMs, keyframe }) => [startedAtMs - EPOCH, keyframe])).toEqual([
      [0, true],
      [9_000, false],
      [15_000, true],
      [25_000, true],
    ]);
  });

  it("cuts before the size limit", () => {
    const chunker = startChunker();
    const chunks = [...play(chunker, 0, 4, 9_000), ...chunker.close()];
    expect(chunks.length).toBe(2);
    for (const chunk of chunks) expect(chunk.plain.length).toBeLessThanOrEqual(options.chunkBytes);
  });

  it("counts waiting events as part of the chunk", () => {
    const chunker = startChunker();
    chunker.addFragment(fragment(0, { keyframe: true, size: 20_000 }));
    for (let t = 0; t < 150; t += 1) expect(chunker.addEvent({ t: EPOCH + t, type: "motion", x: 100, y: 100 })).toBe(true);
    const [chunk] = chunker.addFragment(fragment(half, { size: 14_000 }));
    expect(chunk?.events).toBe(150);
    expect(chunk?.endedAtMs).toBe(EPOCH + 500);
  });

  it("puts the initialization first, then the video, then the events in order of time", () => {
    const chunker = startChunker();
    play(chunker, 0, 1);
    for (const t of [EPOCH + 700, EPOCH + 100]) chunker.addEvent({ t, type: "key" });
    const [chunk] = chunker.close();
    expect(chunk && recordsOf(chunk).map(({ kind }) => kind)).toEqual([1, 2, 3]);
    expect(chunk && recordsOf(chunk)[0]?.bytes.equals(initSegment())).toBe(true);
    expect(chunk && eventsOf(chunk)).toEqual([
      { t: EPOCH + 100, type: "key" },
      { t: EPOCH + 700, type: "key" },
    ]);
    expect(chunk?.events).toBe(2);
  });

  it("says after a pause what is missing", () => {
    const chunker = startChunker();
    play(chunker, 0, 3);
    chunker.close();
    chunker.startTake({ init, epochMs: EPOCH + 60_000, monotonicMs: 60_000, after: pausedFor("lunch") });
    play(chunker, 0, 1);
    const [chunk] = chunker.close();
    expect(chunk).toMatchObject({
      take: 1,
      startedAtMs: EPOCH + 60_000,
      gapBefore: { kind: "paused", code: null, note: "lunch", from_ms: EPOCH + 3_000, to_ms: EPOCH + 60_000 },
    });
  });

  it("keeps what happened while the recorder was gone in the chunk before the gap", () => {
    const chunker = startChunker();
    play(chunker, 0, 3);
    chunker.addEvent({ t: EPOCH + 3_400, type: "key" });
    const [chunk] = chunker.startTake({
      init,
      epochMs: EPOCH + 4_000,
      monotonicMs: 4_000,
      after: recorderEnded,
    });
    expect(chunk).toMatchObject({ take: 0, endedAtMs: EPOCH + 3_000, events: 1 });
  });

  it("calls a standstill inside a take a gap", () => {
    const chunker = startChunker();
    const chunks = [...play(chunker, 0, 2), ...play(chunker, 30, 1), ...chunker.close()];
    expect(chunks).toMatchObject([
      { startedAtMs: EPOCH, endedAtMs: EPOCH + 2_000 },
      { startedAtMs: EPOCH + 30_000, gapBefore: { kind: "recorder_lost", from_ms: EPOCH + 2_000, to_ms: EPOCH + 30_000 } },
    ]);
  });

  it("cuts a picture that stands for more than two seconds, and calls the rest a gap with its reason", () => {
    const chunker = startChunker();
    const chunks = play(chunker, 0, 1);
    chunker.explainStall(lost("encoder-stalled"));
    const last = fragment(TIMESCALE, { ticks: 6 * TIMESCALE });
    chunks.push(...chunker.addFragment(last), ...play(chunker, 7, 1), ...chunker.close());
    expect(chunks).toMatchObject([
      { take: 0, startedAtMs: EPOCH, endedAtMs: EPOCH + 1_100 },
      {
        take: 1,
        startedAtMs: EPOCH + 7_000,
        gapBefore: { kind: "recorder_lost", code: "encoder-stalled", from_ms: EPOCH + 1_100, to_ms: EPOCH + 7_000 },
      },
    ]);
    const [, video] = recordsOf(chunks[0] as PlainChunk);
    const moof = video?.bytes.subarray(video.bytes.lastIndexOf("moof") - 4);
    expect(moof && readFragment(moof.subarray(0, moof.readUInt32BE(0)), init).duration).toBe(TIMESCALE / 10);
  });

  it.each([
    ["forward", 3_600_000],
    ["back", 0],
  ])("goes on in a take of its own, from a keyframe, after the clock was set %s", (_way, shift) => {
    const chunker = startChunker();
    const chunks = play(chunker, 0, 3);
    chunker.retime({ epochMs: EPOCH + shift, monotonicMs: 3_000, after: lost("clock-set") });
    chunks.push(...play(chunker, 3, 5), ...chunker.close());
    expect(chunks).toMatchObject([
      { take: 0, startedAtMs: EPOCH, endedAtMs: EPOCH + 5_000 },
      {
        ...{ take: 1, keyframe: true, startedAtMs: EPOCH + shift + 5_000, endedAtMs: EPOCH + shift + 8_000 },
        ...{ startedMonotonicMs: 5_000, endedMonotonicMs: 8_000 },
        gapBefore: { code: "clock-set", from_ms: EPOCH + 5_000, to_ms: EPOCH + shift + 5_000 },
      },
    ]);
  });

  it("wants a keyframe once when it is nearly full, and closes on it", () => {
    const chunker = startChunker();
    const wishes = [0, 1, 2].map((place) => {
      chunker.addFragment(fragment(place * half, { keyframe: place === 0, size: 10_500 }));
      return chunker.wantsKeyframe();
    });
    expect([...wishes, chunker.wantsKeyframe()]).toEqual([false, false, true, false]);
    expect(chunker.addFragment(fragment(3 * half, { keyframe: true }))).toMatchObject([{ endedAtMs: EPOCH + 1_500 }]);
  });

  it("never lets a take begin before the one before ended, whatever the machine's clock does", () => {
    const chunker = startChunker();
    play(chunker, 0, 3);
    chunker.close();
    chunker.startTake({ init, epochMs: EPOCH - 50_000, monotonicMs: 1_000, after: pausedFor("clock set back") });
    play(chunker, 0, 1);
    expect(chunker.close()).toMatchObject([
      { startedAtMs: EPOCH + 3_000, startedMonotonicMs: 3_000, gapBefore: { from_ms: EPOCH + 3_000, to_ms: EPOCH + 3_000 } },
    ]);
  });

  it("drops a flood of events beyond its room and says how many", () => {
    const chunker = startChunker();
    play(chunker, 0, 1);
    const accepted = Array.from({ length: 1_000 }, (_, index) => chunker.addEvent({ t: EPOCH + index, type: "motion" })).filter(
      Boolean,
    ).length;
    const [chunk] = chunker.close();
    expect(accepted).toBeGreaterThan(100);
    expect(chunk && eventsOf(chunk)).toContainEqual({ t: EPOCH + accepted, type: "events_dropped", count: 1_000 - accepted });
    expect(chunk?.plain.length).toBeLessThanOrEqual(options.chunkBytes);
    expect(chunker.droppedEvents).toBe(1_000 - accepted);
  });

  it("wipes the fragments it was given", () => {
    const chunker = startChunker();
    const piece = fragment(0, { keyframe: true });
    chunker.addFragment(piece);
    chunker.close();
    expect(piece.bytes.every((byte) => byte === 0)).toBe(true);
  });
});

type Step =
  | { kind: "video"; ticks: number; size: number; keyframe: boolean; skip: number }
  | { kind: "event"; offset: number }
  | { kind: "take"; after: number; pause: boolean };

const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("video" as const),
        ticks: fc.integer({ min: 100, max: 2 * TIMESCALE }),
        size: fc.nat(12_000),
        keyframe: fc.boolean(),
        skip: fc.constantFrom(0, 0, 0, 900, 5 * TIMESCALE),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("event" as const),
        offset: fc.oneof(fc.constant(0), fc.integer({ min: -3_000, max: 3_000 })),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("take" as const),
        after: fc.integer({ min: -1_000, max: 20_000 }),
        pause: fc.boolean(),
      }),
    },
  ),
  { maxLength: 120 },
);

/**
 * Runs the steps; `ahead` are the events that came no later than their time's chunk closed, and that no pause
 * took along before that chunk began: a pause closes with all events so far.
 */
function run(plan: readonly Step[]) {
  const chunker = startChunker();
  const chunks: PlainChunk[] = [];
  const video: Buffer[] = [];
  const events: { t: number; id: number; ahead: boolean }[] = [];
  let tick = 0;
  let epoch = EPOCH;
  for (const [id, step] of plan.entries()) {
    if (step.kind === "video") {
      const piece = fragment(tick + step.skip, step);
      video.push(Buffer.from(piece.bytes));
      chunks.push(...chunker.addFragment(piece));
      tick += step.skip + step.ticks;
    } else if (step.kind === "event") {
      const t = Math.round((chunker.endedAtMs ?? EPOCH) + step.offset);
      expect(chunker.addEvent({ t, type: "key", id })).toBe(true);
      events.push({ t, id, ahead: t >= (chunks.at(-1)?.endedAtMs ?? 0) });
    } else {
      const closed = step.pause ? chunker.close() : [];
      chunks.push(...closed);
      for (const event of events) if (closed.some(({ endedAtMs }) => event.t >= endedAtMs)) event.ahead = false;
      epoch = Math.max(epoch, (chunker.endedAtMs ?? EPOCH) + step.after);
      chunks.push(
        ...chunker.startTake({
          init,
          epochMs: epoch,
          monotonicMs: (chunks.at(-1)?.endedMonotonicMs ?? 0) + step.after,
          after: step.pause ? pausedFor("test") : recorderEnded,
        }),
      );
      tick = 0;
    }
  }
  chunks.push(...chunker.close());
  return { chunks, video, events, left: chunker.openBytes };
}

describe("any stream of fragments, events and takes", () => {
  it("comes out whole and in order", () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const { chunks, video, events, left } = run(plan);
        const out = chunks.map((chunk) => recordsOf(chunk).find(({ kind }) => kind === 2)?.bytes ?? Buffer.alloc(0));
        expect(Buffer.concat(out).equals(Buffer.concat(video))).toBe(true);
        const ids = chunks.flatMap((chunk) => eventsOf(chunk).map((event) => event.id));
        if (left === 0) expect(new Set(ids)).toEqual(new Set(events.map(({ id }) => id)));
        expect(new Set(ids).size).toBe(ids.length);
        for (const chunk of chunks) {
          const times = eventsOf(chunk).map(({ t }) => t);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
          expect(chunk.events).toBe(times.length);
        }
      }),
    );
  });

  it("stays under both limits", () => {
    fc.assert(
      fc.property(steps, (plan) => {
        for (const chunk of run(plan).chunks) {
          expect(chunk.plain.length).toBeLessThanOrEqual(options.chunkBytes);
          expect(chunk.endedAtMs - chunk.startedAtMs).toBeLessThanOrEqual(options.chunkMs + 2_000);
        }
      }),
    );
  });

  it("has ascending times and names every hole between chunks", () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const { chunks } = run(plan);
        let previous: ChunkEntry | undefined;
        for (const [index, chunk] of chunks.entries()) {
          const entry = entryOf(chunk, index);
          expect(checkEntry(entry, previous, { session_id: entry.session_id, started_at_ms: EPOCH })).toMatchObject({ ok: true });
          previous = entry;
          const before = chunks[index - 1];
          expect(chunk.endedAtMs).toBeGreaterThanOrEqual(chunk.startedAtMs);
          if (!before) continue;
          expect(chunk.startedAtMs).toBeGreaterThanOrEqual(before.endedAtMs);
          expect(chunk.gapBefore !== null).toBe(chunk.take !== before.take);
          if (!chunk.gapBefore) expect(chunk.startedAtMs).toBe(before.endedAtMs);
          if (chunk.gapBefore) expect(chunk.gapBefore).toMatchObject({ from_ms: before.endedAtMs, to_ms: chunk.startedAtMs });
        }
      }),
    );
  });

  it("puts every event into the chunk of its time, unless that closed before the event came", () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const { chunks, events } = run(plan);
        for (const { t, id } of events.filter(({ ahead }) => ahead)) {
          const home = chunks.find((chunk) => chunk.startedAtMs <= t && t < chunk.endedAtMs);
          if (home) expect(eventsOf(home).map((event) => event.id)).toContain(id);
        }
      }),
    );
  });
});
