import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { becomeOwner, startNodeProcess, startSession, temporaryFolder } from "../apps/desktop/test/node/test-node.ts";
import type { BenchReport } from "./report.ts";
import { cpuSeconds, residentBytes } from "./sessions/process-figures.ts";

const STARTS = 5;
const SETTLE_MS = 10_000;
const IDLE_MS = 20_000;

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN;

/** Start to the first line, memory and CPU of an idle node, and the stop with a session open. */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  const first = await timed(() => startNodeProcess(data));
  await first.value.end("SIGINT");
  const ready: number[] = [];
  for (let start = 1; start <= STARTS; start += 1) {
    say(`start ${start}`);
    const { value, seconds } = await timed(() => startNodeProcess(data));
    ready.push(seconds);
    await value.end("SIGINT");
  }

  say("idle");
  await using node = await startNodeProcess(data);
  await sleep(SETTLE_MS);
  const { pid } = node.announced;
  const cpuBefore = cpuSeconds(pid);
  await sleep(IDLE_MS);
  const idleCpu = (cpuSeconds(pid) - cpuBefore) / (IDLE_MS / 1_000);
  const idleBytes = residentBytes(pid);

  say("stop while a session records");
  const owner = await becomeOwner(node);
  await startSession(owner);
  await sleep(5_000);
  const stop = await timed(() => node.end("SIGINT"));
  return {
    name: "start",
    marks: [
      { what: "ready after start, median", value: median(ready), unit: "s", atMost: 2 },
      { what: "memory when idle", value: idleBytes / 1_048_576, unit: "MiB", atMost: 250 },
      { what: "Ctrl-C with a session open", value: stop.seconds, unit: "s", atMost: 3 },
    ],
    figures: { ready_seconds: ready, first_start_seconds: first.seconds, idle_cpu_share: idleCpu },
  };
}

async function timed<Value>(work: () => Promise<Value>): Promise<{ value: Value; seconds: number }> {
  const startedAt = performance.now();
  const value = await work();
  return { value, seconds: (performance.now() - startedAt) / 1_000 };
}
