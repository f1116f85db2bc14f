import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { testNetwork } from "@lucid/testkit";
import type { BenchOptions, BenchReport } from "./report.ts";

const PROGRAM = "../packages/core/src/audit/testing/audit-bench.worker.ts";
const ENTRIES = 1_000_000;
const PER_SECOND = 2_000;

interface Measured {
  readonly size: number;
  readonly idle: number;
  readonly busy: number;
  readonly waiting: number;
  readonly rate: number;
  readonly searchMs: readonly number[];
  readonly exportMs: number;
  readonly verifyMs: number;
  readonly storeMs: number;
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length * share)] ?? Number.NaN;

/** The audit log of a busy node over its real store: writing beside the event loop, searching, exporting and checking. */
export async function bench(say: (line: string) => void, { seconds = 10 }: BenchOptions): Promise<BenchReport> {
  say(`fills a log with ${ENTRIES} entries, then writes, searches, exports and checks it: some minutes`);
  const genesis = JSON.stringify(testNetwork("audit bench", { name: "bench" }).genesis);
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL(PROGRAM, import.meta.url)), String(ENTRIES), String(PER_SECOND), String(seconds)],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, LUCID_BENCH_GENESIS: genesis },
    },
  );
  const [answer, [code]] = await Promise.all([text(child.stdout), once(child, "exit")]);
  if (code !== 0) throw new Error(`The log ended with ${code}`);
  const { size, idle, busy, waiting, rate, searchMs, exportMs, verifyMs, storeMs } = JSON.parse(answer) as Measured;
  const perSecond = (ms: number): number => size / (ms / 1_000);
  return {
    name: "audit",
    marks: [
      { what: `lateness of the event loop at ${PER_SECOND} entries/s, p99`, value: busy, unit: "ms", atMost: 20 },
      { what: "entries written", value: rate, unit: "per s", atLeast: PER_SECOND * 0.95 },
      { what: "search, p95", value: quantile(searchMs, 0.95), unit: "ms", atMost: 100 },
      { what: "check of an export", value: perSecond(verifyMs), unit: "entries/s", atLeast: 200_000 },
    ],
    figures: {
      entries: size,
      event_loop_p99_idle_ms: idle,
      entries_waiting_at_the_end: waiting,
      search_p50_ms: quantile(searchMs, 0.5),
      search_most_ms: Math.max(...searchMs),
      export_entries_per_s: perSecond(exportMs),
      check_in_the_node_entries_per_s: perSecond(storeMs),
    },
  };
}
