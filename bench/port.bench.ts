import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { BenchReport } from "./report.ts";

const PROGRAM = fileURLToPath(new URL("../packages/core/src/gateway/testing/bench-port.worker.ts", import.meta.url));

interface Figures {
  readonly calls: number;
  readonly streams: number;
  readonly median_ms: number;
  readonly p99_ms: number;
  readonly growth_bytes: number;
}

/** A call over a window's port and its answer, through the whole guard, between two threads; and what thousands of them leave behind. */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  say("10 000 calls, one after the other, and 100 streams");
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", PROGRAM]);
  const figures = JSON.parse(stdout) as Figures;
  return {
    name: "port",
    marks: [
      { what: "round trip of a call, median", value: figures.median_ms, unit: "ms", atMost: 0.2 },
      { what: "memory kept after 10 000 calls and 100 streams", value: figures.growth_bytes / 1_048_576, unit: "MiB", atMost: 1 },
    ],
    figures: { ...figures },
    notes: ["the port is one of worker threads: Electron's own carries the same messages between two processes"],
  };
}
