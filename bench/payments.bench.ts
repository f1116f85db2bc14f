import { fork } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BenchReport } from "./report.ts";

const PROGRAM = fileURLToPath(new URL("../packages/payments/src/process/payments.process.ts", import.meta.url));
const TIMES = 5;
/** After it the process has had its first look, and does nothing. */
const IDLE_MS = 3_000;

/** What the process of payments costs a node that has it: the time until it is ready, and the memory it holds while it waits. */
export async function bench(say: (line: string) => void): Promise<BenchReport> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-payments-bench-"));
  const readyMs: number[] = [];
  let residentMib = 0;
  try {
    for (let time = 0; time < TIMES; time += 1) {
      say(`start ${time + 1} of ${TIMES}`);
      const began = performance.now();
      const child = fork(PROGRAM, [], { env: {}, serialization: "advanced" });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      const ready = new Promise<void>((resolve, reject) => {
        child.on("message", (message) => (message as { type: string }).type === "ready" && resolve());
        child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
      });
      // Nobody listens there: what is measured is the process alone.
      child.send({ type: "start", options: { folder, network: "devnet", endpoint: "http://127.0.0.1:9" } });
      await ready;
      readyMs.push(performance.now() - began);
      if (time === TIMES - 1) {
        await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
        const status = await readFile(`/proc/${child.pid}/status`, "utf8");
        residentMib = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
      }
      child.disconnect();
      await ended;
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const median = readyMs.toSorted((a, b) => a - b)[Math.floor(TIMES / 2)] ?? Number.NaN;
  return {
    name: "payments",
    marks: [
      { what: "from its start until it is ready, median", value: median, unit: "ms", atMost: 1_000 },
      { what: "memory while it waits (resident)", value: residentMib, unit: "MiB", atMost: 120 },
    ],
    figures: { ready_ms: readyMs.map(Math.round) },
    notes: ["from the sources, whose types are stripped at each start; the bundle has less to read"],
  };
}
