import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import type { Clock } from "@lucid/foundation";
import { createSeededRandom } from "@lucid/foundation/testing";
import { type ChunkEntry, checkEntry } from "@lucid/proof";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ffmpegOf, openRecording, recordFrames, startTestRecorder } from "../testing/recorder-fixture.ts";
import { startTestDisplay } from "../testing/test-display.ts";
import { realClock } from "../testing/test-fixtures.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-gaps-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const HOUR = 3_600_000;
const STOPPED_MS = 6_000;
const gapsOf = (entries: readonly ChunkEntry[]) => entries.flatMap(({ gap_before }) => gap_before ?? []);

/** The machine's clock, and somebody who sets it. */
function createSettableClock(): Clock & { set(byMs: number): void } {
  let shift = 0;
  return {
    ...realClock,
    now: () => realClock.now() + shift,
    set(byMs) {
      shift += byMs;
    },
  };
}

/** Time between the entries must be gaps, and gaps must be between the entries. */
function expectNoHole(entries: readonly ChunkEntry[]): void {
  for (const [index, entry] of entries.entries()) {
    const before = entries[index - 1];
    if (!before) continue;
    expect([entry.gap_before?.from_ms ?? before.ended_at_ms, entry.gap_before?.to_ms ?? before.ended_at_ms]).toEqual([
      before.ended_at_ms,
      entry.started_at_ms,
    ]);
  }
}

it("has heartbeats at most two seconds apart, and no gap, while nothing happens", async () => {
  await using session = await startTestRecorder({ chunkSeconds: 10 });
  await recordFrames(session.recorder, 12);
  await session.recorder.stop();
  const { events } = await openRecording(session);
  const beats = events.filter(({ type }) => type === "heartbeat");
  expect(beats.length).toBeGreaterThan(4);
  const gaps = gapsOf(session.entries);
  // On a busy machine the recorder may really have stood still; then it says so.
  if (gaps.length === 0)
    for (const [index, { monotonic_ms }] of beats.slice(1).entries())
      expect(Number(monotonic_ms) - Number(beats[index]?.["monotonic_ms"])).toBeLessThan(2_500);
  expectNoHole(session.entries);
});

it("calls the time a gap in which ffmpeg was stopped, and freezes input meanwhile", async () => {
  await using session = await startTestRecorder({ chunkSeconds: 10 });
  const { recorder, reports, entries } = session;
  await recordFrames(recorder, 3);
  const encoder = await ffmpegOf();
  // On a busy machine the encoder may really have stood still before.
  const before = reports.length;
  const from = realClock.now();
  process.kill(encoder, "SIGSTOP");
  await sleep(STOPPED_MS);
  process.kill(encoder, "SIGCONT");
  const to = realClock.now();
  const told = () => [reports.slice(before).includes("lost LUCID_PIPELINE_ERR_4522"), reports.at(-1)];
  await vi.waitFor(() => expect(told()).toEqual([true, "back"]), { timeout: 20_000 });
  await recordFrames(recorder, 3);
  await recorder.stop();
  await openRecording(session);
  expectNoHole(entries);
  const gap = gapsOf(entries).find(({ to_ms }) => to_ms >= to - 2_000);
  expect(gap).toMatchObject({ kind: "recorder_lost", code: "encoder-stalled" });
  // The encoder still took what was in the pipe, and the display is asked at most a second later.
  expect(gap?.from_ms).toBeLessThan(from + 1_500);
  expect(gap?.to_ms).toBeGreaterThan(to - 500);
});

it("calls the time a gap in which the display hung, frozen until it answers, with what was recorded before it on the disk", async () => {
  await using session = await startTestRecorder({ chunkSeconds: 10 });
  const { recorder, reports, entries } = session;
  await recordFrames(recorder, 3);
  const from = realClock.now();
  process.kill(session.display.pid, "SIGSTOP");
  // The recorder is started again meanwhile, in vain: no display answers it.
  await vi.waitFor(() => expect(recorder.status().stages.recording.restarts).toBeGreaterThan(0), { timeout: 30_000 });
  await vi.waitFor(() => expect(entries).not.toEqual([]), { timeout: 20_000 });
  expect(reports).toEqual(["lost LUCID_PIPELINE_ERR_4522"]);
  // What is said while it lasts is what the record will say.
  expect(new Set(session.explained)).toEqual(new Set(["display-silent"]));
  process.kill(session.display.pid, "SIGCONT");
  const to = realClock.now();
  await vi.waitFor(() => expect(reports.at(-1)).toBe("back"), { timeout: 20_000 });
  await recordFrames(recorder, 3);
  await recorder.stop();
  await openRecording(session);
  expectNoHole(entries);
  expect(reports).toHaveLength(2);
  const gap = gapsOf(entries).find(({ to_ms }) => to_ms >= to - 2_000);
  expect(gap).toMatchObject({ kind: "recorder_lost", code: "display-silent", data: null });
  expect(gap?.from_ms).toBeLessThan(from + 1_500);
  expect(gap?.from_ms).toBeGreaterThan(from - 1_500);
  expect(gap?.to_ms).toBeGreaterThan(to - 500);
});

/** A node of its own that records the display, and the entries of its chunks. */
async function startNode(rfbSocket: string) {
  const sessionId = crypto.randomUUID();
  const program = new URL("../testing/recording.program.ts", import.meta.url).pathname;
  const args = [program, rfbSocket, join(folder, "chunks"), sessionId];
  const node = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const entries: ChunkEntry[] = [];
  createInterface({ input: node.stdout }).on("line", (line) => entries.push(JSON.parse(line) as ChunkEntry));
  await vi.waitFor(() => expect(entries.length).toBeGreaterThan(1), { timeout: 20_000 });
  return { node, entries, sessionId };
}

it("calls the time a gap in which the whole recorder was stopped, with its ffmpeg", async () => {
  await using display = await startTestDisplay();
  const { node, entries } = await startNode(display.rfbSocket);
  const tree = [node.pid ?? 0, await ffmpegOf(node.pid), display.pid];
  const from = realClock.now();
  for (const pid of tree) process.kill(pid, "SIGSTOP");
  await sleep(STOPPED_MS);
  for (const pid of tree) process.kill(pid, "SIGCONT");
  const to = realClock.now();
  await vi.waitFor(() => expect(entries.some(({ started_at_ms }) => started_at_ms > to)).toBe(true), { timeout: 20_000 });
  node.kill("SIGKILL");
  await once(node, "exit");
  expectNoHole(entries);
  const gap = gapsOf(entries).find(({ from_ms, to_ms }) => to_ms - from_ms > STOPPED_MS / 2);
  expect(gap).toMatchObject({ kind: "recorder_lost" });
  expect(gap?.from_ms).toBeLessThan(from + 100);
  expect(gap?.to_ms).toBeGreaterThan(to - 100);
});

/** Stops and kills at random moments; a night has more: `LUCID_GAP_CASES=1000`. */
const CASES = Number(process.env["LUCID_GAP_CASES"] ?? 6);
const IS_COUNTED = process.env["LUCID_GAP_CASES"] !== undefined;
const GAP_SEED = process.env["LUCID_GAP_SEED"] ?? "stops and kills";

it(
  `hides no time without a picture, and tells each kill, over ${CASES} stops and kills of recorder, encoder and display`,
  async () => {
    const random = createSeededRandom(GAP_SEED);
    await using display = await startTestDisplay();
    const { node, entries, sessionId } = await startNode(display.rfbSocket);
    const recorder = node.pid ?? 0;
    const stops: { from: number; to: number }[] = [];
    const done = { encoder: 0, display: 0, recorder: 0, all: 0, kill: 0 };
    for (let count = 0; count < CASES; count += 1) {
      await sleep(random.below(1_200));
      const encoder = await ffmpegOf(recorder);
      const what = random.pick(["encoder", "display", "recorder", "all", "kill"] as const);
      const from = realClock.now();
      done[what] += 1;
      if (what === "kill") process.kill(encoder, "SIGKILL");
      else {
        const stopped = {
          encoder: [encoder],
          display: [display.pid],
          recorder: [recorder],
          all: [recorder, encoder, display.pid],
        }[what];
        for (const pid of stopped) process.kill(pid, "SIGSTOP");
        await sleep(200 + random.below(5_000));
        const to = realClock.now();
        for (const pid of stopped) process.kill(pid, "SIGCONT");
        stops.push({ from, to });
      }
      const isOver = (): boolean =>
        entries.some(({ started_at_ms }) => started_at_ms > realClock.now() - 3_000 && started_at_ms > from);
      await vi.waitFor(() => expect(isOver()).toBe(true), { timeout: 60_000, interval: 50 });
    }
    node.kill("SIGKILL");
    await once(node, "exit");

    expectNoHole(entries);
    for (const [index, entry] of entries.entries())
      expect(checkEntry(entry, entries[index - 1], { session_id: sessionId, started_at_ms: 0 })).toMatchObject({ ok: true });
    // A picture that was on its way is shown, and one that stands for two seconds is no gap yet.
    for (const { from, to } of stops)
      for (const { started_at_ms, ended_at_ms } of entries)
        expect(Math.min(ended_at_ms, to - 100) - Math.max(started_at_ms, from + 3_500)).toBeLessThanOrEqual(0);
    const told = gapsOf(entries).map((gap) => ("code" in gap ? gap : expect.fail("a gap of version 1")));
    const ended = told.map(({ code, data }) => (data?.["recorder_ended"] ?? 0) + (code === "recorder-ended" ? 1 : 0));
    expect(ended.reduce((sum, times) => sum + times, 0)).toBe(done.kill);
    expect(told.filter(({ code, data }) => code === "clock-set" || code === "machine-slept" || data?.["step_ms"])).toEqual([]);
    for (const gap of told) {
      const isStall = ["encoder-stalled", "display-silent", "recorder-stopped"].includes(gap.code ?? "");
      if (isStall) expect(gap.to_ms - gap.from_ms, JSON.stringify(gap)).toBeGreaterThan(1_800);
    }
    const seconds = (ranges: readonly number[]): number => Math.round(ranges.reduce((sum, ms) => sum + ms, 0) / 1_000);
    const recorded = seconds(entries.map(({ started_at_ms, ended_at_ms }) => ended_at_ms - started_at_ms));
    const missing = seconds(told.map(({ from_ms, to_ms }) => to_ms - from_ms));
    if (IS_COUNTED)
      process.stdout.write(
        `${CASES} stops and kills (seed "${GAP_SEED}"): ${JSON.stringify(done)}; ${entries.length} chunks with ${recorded} s, ` +
          `${told.length} gaps of ${missing} s\n`,
      );
  },
  600_000 + 12_000 * CASES,
);

it("says when the machine's clock was set, forward and back, and counts every second once", async () => {
  const clock = createSettableClock();
  await using session = await startTestRecorder({ chunkSeconds: 10 }, { clock });
  const { recorder, entries } = session;
  const startedAt = clock.elapsed();
  await recordFrames(recorder, 3);
  for (const step of [HOUR, -HOUR]) {
    const { take } = recorder.status().stages.recording;
    clock.set(step);
    recorder.addEvent({ t: clock.now(), type: "clipboard", step });
    await vi.waitFor(() => expect(recorder.status().stages.recording.take).toBeGreaterThan(take), { timeout: 20_000 });
    await recordFrames(recorder, 2);
  }
  const summary = await recorder.stop();
  const lasted = clock.elapsed() - startedAt;
  const { events } = await openRecording(session);
  expectNoHole(entries);
  const steps = gapsOf(entries).filter((one) => "code" in one && one.code === "clock-set");
  expect(steps).toMatchObject([
    { kind: "recorder_lost", data: { step_ms: expect.closeTo(HOUR, -3) } },
    { kind: "recorder_lost", data: { step_ms: expect.closeTo(-HOUR, -3) } },
  ]);
  const [forward, back] = steps.map(({ from_ms, to_ms }) => to_ms - from_ms);
  expect(Math.abs((forward ?? 0) - HOUR)).toBeLessThan(50);
  expect(back).toBe(0);
  const recorded = entries.reduce((sum, { started_at_ms, ended_at_ms }) => sum + ended_at_ms - started_at_ms, 0);
  const missing = gapsOf(entries).reduce((sum, { from_ms, to_ms }) => sum + to_ms - from_ms, 0);
  expect(Math.abs(recorded + missing - HOUR - lasted)).toBeLessThan(1_500);
  expect(Math.max(...entries.map(({ started_at_ms, ended_at_ms }) => ended_at_ms - started_at_ms))).toBeLessThan(12_000);
  for (const { t } of events) {
    expect(t).toBeGreaterThanOrEqual((entries[0]?.started_at_ms ?? 0) - 100);
    expect(t).toBeLessThan(summary.endedAtMs + 1_500);
  }
  expect(checkEntry(entries[0] as ChunkEntry, undefined, { session_id: session.sessionId, started_at_ms: 0 })).toMatchObject({
    ok: true,
  });
});
