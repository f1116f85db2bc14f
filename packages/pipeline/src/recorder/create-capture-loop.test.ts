import { createTestClock, createTestSupervisor } from "@lucid/foundation/testing";
import { afterEach, expect, it, vi } from "vitest";
import type { Take } from "../chunker/create-chunker.ts";
import { createFakeVideo, type FakeRun } from "../testing/fake-video.ts";
import { TIMESCALE } from "../testing/mp4-fixtures.ts";
import { createTestLog, pass } from "../testing/test-fixtures.ts";
import { type CaptureLoop, createCaptureLoop } from "./create-capture-loop.ts";
import { pausedFor } from "./gap-reasons.ts";

const EPOCH = 1_763_600_000_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;
let loop: CaptureLoop | undefined;
afterEach(() => loop?.stop(pausedFor("")));

async function startLoop() {
  const clock = createTestClock(EPOCH);
  const video = createFakeVideo();
  const takes: Take[] = [];
  const told: string[] = [];
  const explained: (string | null)[] = [];
  const started = createCaptureLoop(
    { clock, log: createTestLog(), supervisor: createTestSupervisor(clock), capture: video },
    { sessionId: "session", frameRate: 10, keyMs: 9_400 },
    {
      onTake: (take) => void takes.push(take),
      onFragment: () => undefined,
      onHeartbeat: (t) => void told.push(`heartbeat ${t - EPOCH}`),
      onStalled: ({ code }) => void told.push(code ?? ""),
      onRetimed: ({ epochMs, after: { code, data } }) => void told.push(`${epochMs - EPOCH} ${code} ${data?.["step_ms"]}`),
      onRunEnded: () => void told.push("ended"),
      onLost: () => void told.push("lost"),
      onExplained: ({ code }) => void explained.push(code),
      onBack: () => void told.push("back"),
    },
  );
  loop = started;
  const starting = started.start();
  const runs = async (count: number): Promise<FakeRun> =>
    vi.waitFor(async () => {
      const run = video.runs[count - 1];
      if (run) return run;
      await pass(clock, 1_000);
      throw new Error(`Only ${video.runs.length} runs`);
    });
  const first = await runs(1);
  return { clock, takes, told, explained, loop: started, starting, first, run: runs };
}

const picture = (seconds: number) => ({ decodeTime: seconds * TIMESCALE, samples: 1, sampleDuration: TIMESCALE });

async function startRecording() {
  const recording = await startLoop();
  recording.first.begin(recording.clock.elapsed());
  recording.first.fragment({ ...picture(0), keyframe: true });
  await recording.starting;
  return recording;
}

it("starts a take at the time of its first picture", async () => {
  const { takes, clock, loop } = await startRecording();
  expect(takes).toMatchObject([{ epochMs: clock.now(), after: null, init: { codec: "avc1.64001f" } }]);
  expect(loop.counters).toMatchObject({ frames: 1, fragments: 1, restarts: 0, overload: 0 });
});

it("records with lighter settings, step by step, when the encoder is too slow", async () => {
  const { first, run, takes, loop, clock } = await startRecording();
  for (const pictures of [100, 200]) first.heartbeat(clock.elapsed(), { pictures, missed: pictures });
  const second = await run(2);
  second.begin(clock.elapsed());
  second.fragment({ ...picture(0), keyframe: true });
  for (const pictures of [100, 200]) second.heartbeat(clock.elapsed(), { pictures, missed: pictures / 10 });
  const third = await run(3);
  expect([first, second, third].map(({ settings }) => settings.overload)).toEqual([0, 1, 2]);
  expect(takes[1]?.after).toMatchObject({ kind: "recorder_lost", code: "overload" });
  expect(loop.counters).toMatchObject({ overload: 2, lostFrames: 220, restarts: 2 });
});

it("starts again what ended, and says why", async () => {
  const { first, run, takes, clock } = await startRecording();
  first.end("ffmpeg ended with SIGKILL");
  const second = await run(2);
  second.begin(clock.elapsed());
  expect(takes[1]?.after).toEqual({ kind: "recorder_lost", code: "recorder-ended", data: null, note: "" });
});

it("tells the caller what the recorder said when it does not start", async () => {
  const { starting, run } = await startLoop();
  const failure = starting.then(
    () => "started",
    (error: unknown) => String(error),
  );
  for (const count of [1, 2, 3]) (await run(count)).end("Cannot open the display");
  expect(await failure).toContain("Cannot open the display");
});

it("says that the picture is lost when nothing came for two seconds, and that it is back", async () => {
  const { clock, told, first } = await startRecording();
  await pass(clock, 1_900);
  expect(told).toEqual([]);
  await pass(clock, 400);
  expect(told).toEqual(["lost"]);
  first.heartbeat(clock.elapsed(), {});
  first.fragment(picture(2));
  expect(told.slice(1)).toEqual([`heartbeat ${clock.elapsed()}`, "back"]);
});

it("says why the picture is lost as the gap will, from the run while it waits and from its end after it", async () => {
  const { clock, explained, first, run, takes } = await startRecording();
  first.hang("encoder");
  for (let check = 0; check < 7; check += 1) await pass(clock, 250);
  expect(explained).toEqual([]);
  for (let check = 0; check < 2; check += 1) await pass(clock, 250);
  expect(explained).toEqual(["encoder-stalled"]);
  first.end("ffmpeg ended");
  const second = await run(2);
  second.hang("display");
  await pass(clock, 2_000);
  expect(explained.at(-1)).toBe("recorder-ended");
  second.begin(clock.elapsed());
  expect(takes[1]?.after?.code).toBe("recorder-ended");
});

it("claims nothing of a run that does not answer", async () => {
  const { clock, told, explained, first } = await startRecording();
  for (let check = 0; check < 9; check += 1) await pass(clock, 250);
  expect(told).toEqual(["lost"]);
  expect(first.asked).toContain("explain");
  expect(explained).toEqual([]);
});

it("does not call a picture lost that was never there, as long as somebody waits for it", async () => {
  const { clock, told, starting } = await startLoop();
  starting.catch(() => undefined);
  for (let check = 0; check < 20; check += 1) await pass(clock, 250);
  expect(told).toEqual([]);
  for (let check = 0; check < 104; check += 1) await pass(clock, 250);
  expect(told.filter((what) => what !== "ended")).toEqual(["lost"]);
});

it("calls it lost as soon as whoever waited was told that none comes", async () => {
  const { clock, told, starting, run } = await startLoop();
  const failure = starting.then(
    () => "started",
    (error: unknown) => String(error),
  );
  for (const count of [1, 2, 3]) (await run(count)).end("Cannot open the display");
  expect(await failure).toContain("Cannot open the display");
  for (let check = 0; check < 9; check += 1) await pass(clock, 250);
  expect(told.filter((what) => what !== "ended")).toEqual(["lost"]);
});

it("kills a run that hands over nothing for eight seconds", async () => {
  const { clock, first, run, takes } = await startRecording();
  for (let check = 0; check < 40; check += 1) await pass(clock, 250);
  expect(first.asked).toContain("kill");
  (await run(2)).begin(clock.elapsed());
  expect(takes[1]?.after?.code).toBe("recorder-stuck");
});

it("says what a run had waited for that it killed, also where the next ones wait in vain", async () => {
  const { clock, first, run, takes, told } = await startRecording();
  const untilKilled = async (one: FakeRun, lastWords?: () => void) => {
    if (lastWords) one.atKill(lastWords);
    for (let check = 0; !one.asked.includes("kill"); check += 1) {
      expect(check).toBeLessThan(40);
      await pass(clock, 250);
    }
  };
  first.hang("display");
  await untilKilled(first, () => first.fragment(picture(1)));
  const second = await run(2);
  second.hang("display");
  await untilKilled(second);
  const third = await run(3);
  expect(told).toEqual(["lost", "ended", "ended"]);
  third.begin(clock.elapsed());
  third.fragment({ ...picture(0), keyframe: true });
  expect(takes.map(({ after }) => after)).toEqual([
    null,
    { kind: "recorder_lost", code: "display-silent", data: null, note: "" },
  ]);
  expect(told.at(-1)).toBe("back");
});

it("says beside a pause that the display hung when it began", async () => {
  const { clock, first, run, takes, loop } = await startRecording();
  first.hang("display");
  await loop.stop(pausedFor("lunch"));
  const starting = loop.start();
  const second = await run(2);
  second.begin(clock.elapsed());
  expect(takes[1]?.after).toEqual({ kind: "paused", code: null, data: { display_silent: 1 }, note: "lunch" });
  second.fragment({ ...picture(0), keyframe: true });
  await starting;
});

it("freezes input two seconds after the last picture, wherever its looks fall", async () => {
  const { clock, told, first } = await startRecording();
  await pass(clock, 100);
  first.fragment(picture(1));
  for (let waited = 0; waited < 1_950; waited += 50) await pass(clock, 50);
  expect(told).toEqual([]);
  await pass(clock, 50);
  expect(told).toEqual(["lost"]);
});

it.each([
  ["forward", HOUR, HOUR],
  ["back", -HOUR, 0],
])("gives the take its new time when the machine's clock is set %s", async (_way, step, shift) => {
  const { clock, told, first, loop } = await startRecording();
  clock.setNow(clock.now() + step);
  await pass(clock, 250);
  expect(told).toEqual([`${shift} clock-set ${step}`]);
  expect(first.asked).toEqual(["keyframe"]);
  expect(loop.timeOf(clock.now())).toBe(EPOCH + shift + clock.elapsed());
});

it("moves the record's time along while the machine sleeps, also where its clock was set back meanwhile", async () => {
  const { clock, told, loop } = await startRecording();
  clock.suspend(MINUTE);
  await pass(clock, 250);
  expect(told).toEqual([`${MINUTE} machine-slept undefined`]);
  clock.suspend(MINUTE);
  clock.setNow(clock.now() - HOUR);
  await pass(clock, 250);
  expect(told.slice(1)).toEqual([`${2 * MINUTE} machine-slept ${-HOUR}`]);
  expect(loop.timeOf(clock.now())).toBe(EPOCH + 2 * MINUTE + clock.elapsed());
});

it("tells what happened without a take with the next one, once", async () => {
  const { clock, first, run, takes, loop } = await startRecording();
  await loop.stop(pausedFor("lunch"));
  clock.setNow(clock.now() - HOUR);
  void loop.start();
  const second = await run(2);
  second.begin(clock.elapsed());
  expect(first.asked).toEqual(["stop"]);
  expect(takes[1]?.after).toMatchObject({ kind: "paused", note: "lunch", data: { step_ms: -HOUR } });
  second.fragment({ ...picture(0), keyframe: true });
  second.end("killed");
  (await run(3)).begin(clock.elapsed());
  expect(takes[2]?.after).toMatchObject({ code: "recorder-ended", data: null });
});

it("gives a new run its own eight seconds", async () => {
  const { clock, first, run } = await startRecording();
  await pass(clock, 250);
  for (let check = 0; check < 28; check += 1) await pass(clock, 250);
  first.end("killed");
  const second = await run(2);
  for (let check = 0; check < 12; check += 1) await pass(clock, 250);
  expect(second.asked).toEqual([]);
});

it("keeps the record's time after a step back, also over a restart", async () => {
  const { clock, first, run, takes } = await startRecording();
  clock.setNow(clock.now() - HOUR);
  await pass(clock, 250);
  first.end("killed");
  (await run(2)).begin(clock.elapsed());
  expect(takes[1]?.epochMs).toBe(EPOCH + clock.elapsed());
});
