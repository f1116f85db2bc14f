import { createTestClock } from "@lucid/foundation/testing";
import { createTailReader, type TailFrame } from "@lucid/identity";
import { describe, expect, it } from "vitest";
import { createChunker, type PlainChunk } from "../chunker/create-chunker.ts";
import { RECORD_HEADER_BYTES } from "../chunker/records.ts";
import { readFragment, type VideoFragment } from "../mp4/read-fragment.ts";
import { readInit } from "../mp4/read-init.ts";
import { pausedFor } from "../recorder/gap-reasons.ts";
import { fragmentBytes, initSegment, TIMESCALE } from "../testing/mp4-fixtures.ts";
import { createTail } from "./create-tail.ts";

const EPOCH = 1_763_600_000_000;
const sessionId = "0f8fad5b-d9cb-469f-a165-70867728950e";
const dataKey = crypto.getRandomValues(new Uint8Array(32));
const init = readInit(initSegment());

function fragment(atS: number, size = 50): VideoFragment {
  const bytes = fragmentBytes({
    ...{ decodeTime: atS * TIMESCALE, samples: 1, sampleDuration: TIMESCALE / 2, keyframe: atS % 5 === 0 },
    payload: Buffer.alloc(size, atS + 1),
  });
  return { bytes, ...readFragment(bytes.subarray(0, bytes.readUInt32BE(0)), init) };
}

/** A chunker with its tail, and whoever follows it. */
function record(limits: { followers?: number; waitingBytes?: number } = {}) {
  const clock = createTestClock();
  const tail = createTail(
    {
      clock,
      salt: () => crypto.getRandomValues(new Uint8Array(32)),
      now: () => EPOCH + clock.elapsed(),
      state: () => "recording",
    },
    { sessionId, dataKey, followers: 2, waitingBytes: 100_000, ...limits },
  );
  const chunker = createChunker({ chunkBytes: 40_000, chunkMs: 10_000, keyframeMs: 5_000 }, tail.watch);
  chunker.startTake({ init, epochMs: EPOCH, monotonicMs: 100, after: null });

  function follow(query = {}) {
    const gone = new AbortController();
    const stream = tail.follow(query, gone.signal);
    const reader = createTailReader(sessionId, dataKey);
    /** The next frames, until one of this type. */
    async function until(type: string): Promise<TailFrame[]> {
      const found: TailFrame[] = [];
      while (found.at(-1)?.head.type !== type) {
        const { done, value } = await stream.next();
        if (done) throw new Error(`The stream ended before ${type}`);
        found.push(...reader.push(value));
      }
      return found;
    }
    return { until, stream, leave: () => gone.abort() };
  }
  return { clock, tail, chunker, follow };
}

const play = ({ chunker }: ReturnType<typeof record>, fromS: number, toS: number): PlainChunk[] =>
  Array.from({ length: (toS - fromS) * 2 }, (_, place) => fromS + place / 2).flatMap((at) => chunker.addFragment(fragment(at)));

/** The initialization segment and the video of a chunk, as they were sealed. */
function sealed({ plain }: PlainChunk): [Buffer, Buffer] {
  const bytes = Buffer.from(plain);
  const videoAt = RECORD_HEADER_BYTES + bytes.readUInt32BE(1);
  const video = bytes.subarray(videoAt + RECORD_HEADER_BYTES);
  return [bytes.subarray(RECORD_HEADER_BYTES, videoAt), video.subarray(0, bytes.readUInt32BE(videoAt + 1))];
}

const videoOf = (frames: readonly TailFrame[]): Buffer =>
  Buffer.concat(frames.filter(({ head }) => head.type === "video").map(({ body }) => body));

describe("the tail of a record", () => {
  it("gives the bytes that are sealed, whenever somebody comes, and goes on with the next chunk", async () => {
    const session = record();
    play(session, 0, 4);
    const follower = session.follow();
    const [chunk] = play(session, 4, 12);
    if (!chunk) throw new Error("No chunk was closed");
    const frames = await follower.until("closed");
    expect(frames[0]?.head).toEqual({
      type: "chunk",
      ...{ index: 0, take: 0, started_at_ms: EPOCH, started_monotonic_ms: 100, keyframe: true, gap_before: null },
      now_ms: EPOCH,
    });
    const [header, video] = sealed(chunk);
    expect(Buffer.from(frames[0]?.body ?? [])).toEqual(header);
    expect(videoOf(frames)).toEqual(video);
    expect(frames.at(-1)?.head).toMatchObject({ index: 0, ended_at_ms: chunk.endedAtMs });

    const next = await follower.until("video");
    expect(next.map(({ head }) => head)).toMatchObject([
      { type: "chunk", index: 1, started_at_ms: chunk.endedAtMs },
      { type: "video", index: 1, offset: 0, from_ms: chunk.endedAtMs, to_ms: chunk.endedAtMs + 500, monotonic_ms: 10_100 },
    ]);
  });

  it("sends nothing twice to somebody who was there already", async () => {
    const session = record();
    play(session, 0, 2);
    const first = session.follow();
    session.tail.end();
    const had = await first.until("ended");
    const again = session.follow({ chunk: 0, offset: videoOf(had).length });
    expect((await again.until("ended")).map(({ head }) => head.type)).toEqual(["chunk", "alive", "ended"]);
    first.leave();
    const elsewhere = session.follow({ chunk: 7, offset: 5 });
    expect(videoOf(await elsewhere.until("ended"))).toEqual(videoOf(had));
  });

  it("tells what happens, to those who come later too", async () => {
    const session = record();
    play(session, 0, 1);
    session.chunker.addEvent({ t: EPOCH + 100, type: "key", pressed: true });
    const follower = session.follow();
    session.chunker.addEvent({ t: EPOCH + 200, type: "button", pressed: true });
    session.tail.end();
    const lines = (await follower.until("ended")).filter(({ head }) => head.type === "events").map(({ body }) => body);
    expect(lines.map((line) => JSON.parse(Buffer.from(line).toString()) as unknown)).toEqual([
      { t: EPOCH + 100, type: "key", pressed: true },
      { t: EPOCH + 200, type: "button", pressed: true },
    ]);
  });

  it("tells an event with the chunk that will hold it, whenever it came", async () => {
    const session = record();
    play(session, 0, 9.5);
    const follower = session.follow();
    session.chunker.addEvent({ t: EPOCH + 9_000, type: "key", pressed: true });
    session.chunker.addEvent({ t: EPOCH + 10_100, type: "button", pressed: true });
    play(session, 9.5, 10.5);
    session.chunker.close();
    session.chunker.addEvent({ t: EPOCH + 20_000, type: "clipboard" });
    session.chunker.startTake({ init, epochMs: EPOCH + 60_000, monotonicMs: 60_100, after: pausedFor("break") });
    play(session, 0, 1);
    session.tail.end();
    const told = (await follower.until("ended")).flatMap(({ head, body }) =>
      head.type === "events" ? [`${head.index} ${(JSON.parse(Buffer.from(body).toString()) as { type: string }).type}`] : [],
    );
    expect(told).toEqual(["0 key", "0 button", "1 button", "2 clipboard"]);
  });

  it("says every second that the recorder is there while nothing comes", async () => {
    const session = record();
    play(session, 0, 1);
    const follower = session.follow();
    await follower.until("alive");
    session.clock.advance(1_000);
    const [alive] = await follower.until("alive");
    expect(alive?.head).toEqual({
      type: "alive",
      now_ms: EPOCH + 1_000,
      state: "recording",
      recorded_until_ms: EPOCH + 1_000,
    });
  });

  it("starts with the next chunk when nothing is open, as after a pause", async () => {
    const session = record();
    play(session, 0, 1);
    session.chunker.close();
    const follower = session.follow();
    await follower.until("alive");
    session.chunker.startTake({ init, epochMs: EPOCH + 60_000, monotonicMs: 60_100, after: pausedFor("break") });
    play(session, 0, 1);
    const frames = await follower.until("video");
    expect(frames[0]?.head).toMatchObject({
      ...{ type: "chunk", index: 1, take: 1, started_at_ms: EPOCH + 60_000 },
      gap_before: { kind: "paused", reason: "break" },
    });
  });

  it("lets a reader go that takes nothing, tells it why, and holds nothing for it", async () => {
    const session = record({ waitingBytes: 20_000 });
    const follower = session.follow();
    for (let at = 0; at < 4; at += 0.5) session.chunker.addFragment(fragment(at, 4_000));
    const frames = await follower.until("ended");
    expect(frames.map(({ head }) => head)).toMatchObject([{ type: "ended", reason: "too-slow" }]);
    expect((await follower.stream.next()).done).toBe(true);
  });

  it("takes so many at once, and another one when one has left", async () => {
    const session = record({ followers: 2 });
    const first = session.follow();
    session.follow();
    expect(() => session.follow()).toThrow("Too many open streams");
    first.leave();
    session.follow();
    const reading = first.stream.next();
    await reading;
    expect((await first.stream.next()).done).toBe(true);
  });
});
