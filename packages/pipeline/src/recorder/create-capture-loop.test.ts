import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestSupervisor } from "@lucid/foundation/testing";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createDisplayCapture } from "../capture/create-display-capture.ts";
import type { Take } from "../chunker/create-chunker.ts";
import { writeFakeFfmpeg } from "../testing/fake-ffmpeg.ts";
import { fragmentBytes, initSegment, TIMESCALE } from "../testing/mp4-fixtures.ts";
import { createTestLog, realClock } from "../testing/test-fixtures.ts";
import { type CaptureLoop, createCaptureLoop } from "./create-capture-loop.ts";

let folder: string;
let loop: CaptureLoop | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-loop-"));
});
afterEach(async () => {
  await loop?.stop({ kind: "paused", reason: "" });
  await rm(folder, { recursive: true, force: true });
});

/** Half-second fragments that hold `samples` of the 5 frames they should. */
const stream = (fragments: number, samples: number) =>
  Buffer.concat([
    initSegment(),
    ...Array.from({ length: fragments }, (_, index) =>
      fragmentBytes({
        decodeTime: (index * TIMESCALE) / 2,
        samples,
        sampleDuration: TIMESCALE / 2 / samples,
        keyframe: index === 0,
      }),
    ),
  ]);

function startLoop(ffmpeg: string) {
  const takes: Take[] = [];
  const deps = { clock: realClock, log: createTestLog() };
  const display = { displayNumber: 1, width: 640, height: 480, encoder: { name: "libx264", ffmpeg: "test" } } as const;
  loop = createCaptureLoop(
    {
      ...deps,
      supervisor: createTestSupervisor(realClock),
      capture: createDisplayCapture({ ...deps, ffmpeg }, display),
    },
    { sessionId: "session", frameRate: 10 },
    { onTake: (take) => void takes.push(take), onFragment: () => undefined, onLost: () => undefined, onBack: () => undefined },
  );
  return { loop, takes };
}

it("starts a take at the time of its first frame", async () => {
  const { loop, takes } = startLoop((await writeFakeFfmpeg(folder, stream(4, 5))).program);
  await loop.start();
  expect(takes).toMatchObject([{ epochMs: 1_763_600_000_250, after: null, init: { codec: "avc1.64001f" } }]);
  await vi.waitFor(() =>
    expect(loop.counters).toMatchObject({ frames: 20, lostFrames: 0, fragments: 4, restarts: 0, overload: 0 }),
  );
});

it("records with lighter settings, step by step, when frames are missing", async () => {
  const { program, calls } = await writeFakeFfmpeg(folder, stream(60, 2));
  const { loop, takes } = startLoop(program);
  await loop.start();
  await vi.waitFor(() => expect(takes.length).toBeGreaterThanOrEqual(3), { timeout: 10_000 });
  const [first = "", second = "", third = ""] = (await readFile(calls, "utf8")).split("\n");
  expect([first, second, third].map((line) => [line.includes("-preset ultrafast"), line.includes("-framerate 5 ")])).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ]);
  expect(takes[1]?.after).toMatchObject({ kind: "recorder_lost", reason: expect.stringContaining("too slow") });
  expect(loop.counters.overload).toBe(2);
});

it("starts ffmpeg again when it writes something else than video", async () => {
  const { loop, takes } = startLoop(
    (await writeFakeFfmpeg(folder, Buffer.concat([stream(2, 5), Buffer.from("not a box at all")]))).program,
  );
  await loop.start();
  await vi.waitFor(() => expect(takes.length).toBeGreaterThanOrEqual(2), { timeout: 10_000 });
  expect(takes[1]?.after).toMatchObject({ kind: "recorder_lost", reason: expect.stringContaining("fragmented MP4") });
});

it("tells the caller what ffmpeg said when it does not start", async () => {
  const { loop } = startLoop(
    (await writeFakeFfmpeg(folder, Buffer.alloc(0), "echo 'Cannot open display :1' >&2; exit 1")).program,
  );
  await expect(loop.start()).rejects.toThrow("Cannot open display :1");
});

it("tells the caller that there is no ffmpeg", async () => {
  const { loop } = startLoop(join(folder, "missing"));
  await expect(loop.start()).rejects.toThrow("ENOENT");
});
