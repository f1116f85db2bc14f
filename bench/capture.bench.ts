import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { hideNumber, openXPainter, readNumbers, showNumber, startTestDisplay, type TestDisplay } from "@lucid/pipeline/testing";
import { temporaryFolder } from "../apps/desktop/test/node/test-node.ts";
import { SIZE, startRecorder } from "./capture/recorders.ts";
import { type Workload, workloads } from "./capture/workloads.ts";
import type { BenchOptions, BenchReport, Mark } from "./report.ts";
import { cpuSeconds } from "./sessions/process-figures.ts";

/** Long enough for two key pictures of each recorder. */
const ROUND_SECONDS = 20;
/** Until programs and recorders have started and drawn their first picture. */
const SETTLE_MS = 2_000;
const MEBIBYTE = 1_048_576;

interface Round {
  /** CPU seconds of recorder and display, per minute. */
  readonly cpu: number;
  readonly mebibytesPerHour: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** What recording costs beside the recorder of 0.1.0, in turns on the same display, and whether short changes are in it. */
export async function bench(say: (line: string) => void, { seconds = ROUND_SECONDS }: BenchOptions): Promise<BenchReport> {
  await using folder = await temporaryFolder();
  const marks: Mark[] = [];
  const figures: Record<string, unknown> = {};
  for (const workload of workloads) {
    const [polling, damage] = await compare(workload, seconds, folder.path);
    const cpu = damage.cpu / polling.cpu;
    const bytes = damage.mebibytesPerHour / polling.mebibytesPerHour;
    say(`${workload.name}: CPU ${cpu.toFixed(2)} x, bytes ${bytes.toFixed(2)} x`);
    marks.push({ what: `${workload.name}: CPU, polling being 1`, value: cpu, unit: "x", atMost: workload.cpu });
    if (workload.bytes !== undefined)
      marks.push({ what: `${workload.name}: bytes, polling being 1`, value: bytes, unit: "x", atMost: workload.bytes });
    figures[workload.name] = { polling, damage, cpu_ratio: cpu, bytes_ratio: bytes };
  }
  for (const [shownMs, atLeast] of [
    [40, 0.95],
    [60, 0.99],
    [100, 1],
  ] as const) {
    const shown = await showNumbers(shownMs, seconds * 10, folder.path);
    say(`${shown.seen} of ${shown.times} numbers shown for ${shownMs} ms are in the record`);
    marks.push({
      what: `numbers shown for ${shownMs} ms, in the record`,
      value: shown.seen / shown.times,
      unit: "of 1",
      atLeast,
    });
    figures[`numbers_${shownMs}_ms`] = shown;
  }
  return {
    name: "capture",
    marks,
    figures,
    notes: [
      `1280x720; rounds of ${seconds} s in turns on one display; CPU of the display, the encoder and the process that reads from it.`,
      "Polling is the x11grab command of 0.1.0. Trust the ratios of a busy machine, and its seconds not at all.",
    ],
  };
}

async function compare(workload: Workload, seconds: number, folder: string): Promise<[Round, Round]> {
  await using display = await startTestDisplay(SIZE);
  await using _running = await workload.start(display);
  const polling = await measure("polling", display, seconds, folder);
  return [polling, await measure("damage", display, seconds, folder)];
}

async function measure(kind: "polling" | "damage", display: TestDisplay, seconds: number, folder: string): Promise<Round> {
  const recorder = await startRecorder(kind, display, join(folder, `${kind}.mp4`));
  await sleep(SETTLE_MS);
  const pids = [display.pid, ...recorder.pids];
  const total = (): number => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
  const before = { at: performance.now(), cpu: total(), bytes: recorder.bytes() };
  await sleep(seconds * 1_000);
  const minutes = (performance.now() - before.at) / 60_000;
  const round = {
    cpu: (total() - before.cpu) / minutes,
    mebibytesPerHour: ((recorder.bytes() - before.bytes) / MEBIBYTE / minutes) * 60,
    counts: recorder.counts(),
  };
  await recorder.stop();
  return round;
}

/** Shows numbers at random moments; how many of them a picture of the record shows. */
async function showNumbers(shownMs: number, times: number, folder: string) {
  await using display = await startTestDisplay(SIZE);
  await using painter = await openXPainter(display, SIZE);
  const path = join(folder, "numbers.mp4");
  const recorder = await startRecorder("damage", display, path);
  for (let number = 1; number <= times; number += 1) {
    await sleep(150 + Math.random() * 200);
    showNumber(painter, number);
    await sleep(shownMs);
    hideNumber(painter);
  }
  await painter.done();
  await sleep(SETTLE_MS);
  await recorder.stop();
  const numbers = new Set(await readNumbers(path));
  const seen = Array.from({ length: times }, (_, index) => index + 1).filter((number) => numbers.has(number)).length;
  return { times, seen, ...recorder.counts() };
}
