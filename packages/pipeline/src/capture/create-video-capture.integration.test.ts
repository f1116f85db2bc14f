import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestSupervisor } from "@lucid/foundation/testing";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { VideoFragment } from "../mp4/read-fragment.ts";
import type { StallCause } from "../screen/capture.protocol.ts";
import { type CapturePool, startCapturePool } from "../screen/start-capture-pool.ts";
import { writeFakeFfmpeg } from "../testing/fake-ffmpeg.ts";
import { fragmentBytes, initSegment } from "../testing/mp4-fixtures.ts";
import { copyRectangle, greeting, update } from "../testing/rfb-fixtures.ts";
import { startTestDisplay, TEST_SIZE, type TestDisplay } from "../testing/test-display.ts";
import { realClock, spawnCapture } from "../testing/test-fixtures.ts";
import { createVideoCapture } from "./create-video-capture.ts";
import type { Heartbeat } from "./display-capture.ts";

let resources: AsyncDisposableStack;
let folder: string;
let display: TestDisplay;
let recorders: CapturePool;
beforeEach(async () => {
  resources = new AsyncDisposableStack();
  folder = await mkdtemp(join(tmpdir(), "lucid-video-"));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  display = resources.use(await startTestDisplay());
  recorders = resources.use(await startCapturePool({ supervisor: createTestSupervisor(), spawn: spawnCapture }, { workers: 1 }));
});
afterEach(() => resources.disposeAsync());

const PATIENT = { timeout: 20_000 };

function start(options: { ffmpeg?: string; rfbSocket?: string } = {}) {
  const fragments: VideoFragment[] = [];
  const heartbeats: Heartbeat[] = [];
  const began: number[] = [];
  const stalls: StallCause[] = [];
  const stuck: StallCause[] = [];
  const encoder = { name: "libx264", ffmpeg: "test" } as const;
  const video = createVideoCapture(
    { clock: realClock, recorders, ...(options.ffmpeg === undefined ? {} : { ffmpeg: options.ffmpeg }) },
    {
      ...{ rfbSocket: options.rfbSocket ?? display.rfbSocket, ...TEST_SIZE, encoder },
      ...{ frameRate: 10, overload: 0, keyMs: 3_000 },
    },
    {
      onInit: (_init, atMs) => void began.push(atMs),
      onFragment: (fragment) => void fragments.push(fragment),
      onHeartbeat: (heartbeat) => void heartbeats.push(heartbeat),
      onStalled: (cause) => void stalls.push(cause),
      onStuck: (cause) => void stuck.push(cause),
    },
  );
  resources.use(video);
  return { video, fragments, heartbeats, began, stalls, stuck };
}

it("shows by itself that it lives while nothing changes", async () => {
  const startedAt = realClock.elapsed();
  const { video, fragments, heartbeats, began } = start();
  await vi.waitFor(() => expect(heartbeats.length).toBeGreaterThanOrEqual(6), PATIENT);
  expect(began[0]).toBeGreaterThan(startedAt);
  expect(began[0]).toBeLessThan(heartbeats[0]?.atMs ?? 0);
  expect(heartbeats.at(-1)?.counts).toMatchObject({ updates: 1, coalesced: 0 });
  await video[Symbol.asyncDispose]();
  expect(await video.exited).toContain("It was stopped");
  const samples = fragments.reduce((sum, fragment) => sum + fragment.samples, 0);
  // The last heartbeat may be some pictures old; stopping takes one more.
  expect(samples).toBeGreaterThan(heartbeats.at(-1)?.counts.pictures ?? Number.NaN);
});

it("makes a key picture when it is asked, and one at least every so often", async () => {
  const { video, fragments } = start();
  await vi.waitFor(() => expect(fragments.length).toBeGreaterThanOrEqual(1), PATIENT);
  video.requestKeyframe();
  await vi.waitFor(() => expect(fragments.slice(1).some(({ keyframe }) => keyframe)).toBe(true), PATIENT);
  const asked = fragments.length;
  await vi.waitFor(() => expect(fragments.slice(asked).some(({ keyframe }) => keyframe)).toBe(true), PATIENT);
});

it("ends when what comes is no video, and says so", async () => {
  const stream = Buffer.concat([initSegment(), fragmentBytes({ decodeTime: 0, samples: 5 }), Buffer.from("not a box at all")]);
  const { video, fragments } = start({ ffmpeg: await writeFakeFfmpeg(folder, stream) });
  expect(await video.exited).toContain("fragmented MP4");
  expect(fragments).toHaveLength(1);
});

it("says what the encoder said, that there is none, and that there is no display", async () => {
  const failing = start({ ffmpeg: await writeFakeFfmpeg(folder, Buffer.alloc(0), "echo 'No such codec' >&2; exit 1") });
  expect(await failing.video.exited).toMatch(/code 1: No such codec/);
  expect(await start({ ffmpeg: join(folder, "missing") }).video.exited).toContain("ENOENT");
  expect(await start({ rfbSocket: join(folder, "nowhere") }).video.exited).toContain("ENOENT");
});

it("records on while another display of its worker hangs, and says of that one what it waits for", async () => {
  const hung = resources.use(await startTestDisplay());
  const other = start();
  const { video, fragments, stuck } = start({ rfbSocket: hung.rfbSocket });
  await vi.waitFor(() => expect(fragments.length).toBeGreaterThanOrEqual(1), PATIENT);
  const stalled = other.stalls.length;
  process.kill(hung.pid, "SIGSTOP");
  const recorded = other.fragments.length;
  await vi.waitFor(() => expect(other.fragments.length).toBeGreaterThan(recorded + 4), PATIENT);
  video.kill();
  expect(await video.exited).toContain("It was killed");
  expect(stuck).toEqual(["display"]);
  expect(other.stalls).toHaveLength(stalled);
});

/** A display that sends more in one update than can be drawn within minutes. */
async function startEndlessDisplay(): Promise<string> {
  const size = 2_048;
  const all = copyRectangle({ x: 0, y: 0, width: size, height: size }, 0, 0);
  const everything = update(...Array.from({ length: 65_535 }, () => all));
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.write(greeting(size, size));
    socket.write(everything);
  });
  const path = join(folder, "endless");
  server.listen(path);
  await once(server, "listening");
  resources.defer(() => void server.close());
  return path;
}

it("records a display apart that its worker hung over, so that it hurts the others once", async () => {
  const rfbSocket = await startEndlessDisplay();
  const before = start();
  await vi.waitFor(() => expect(before.fragments.length).toBeGreaterThanOrEqual(1), PATIENT);
  const first = start({ rfbSocket });
  for (const { video } of [first, before]) expect(await video.exited).toBe("The recorder's worker ended");
  const after = await vi.waitFor(async () => {
    const run = start();
    const ended = run.video.exited.then((detail) => Promise.reject(new Error(detail)));
    await Promise.race([ended, vi.waitFor(() => expect(run.fragments.length).toBeGreaterThanOrEqual(1), PATIENT)]);
    return run;
  }, PATIENT);

  expect(await start({ rfbSocket }).video.exited).toBe("The recorder's worker ended");
  const seen = after.fragments.length;
  await vi.waitFor(() => expect(after.fragments.length).toBeGreaterThan(seen), PATIENT);
  await after.video[Symbol.asyncDispose]();
  expect(await after.video.exited).toContain("It was stopped");
});

it("ends with its display", async () => {
  const { video, fragments } = start();
  await vi.waitFor(() => expect(fragments.length).toBeGreaterThanOrEqual(1), PATIENT);
  await display[Symbol.asyncDispose]();
  expect(await video.exited).toContain("The display ended");
});
