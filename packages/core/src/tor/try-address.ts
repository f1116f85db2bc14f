import { request } from "node:http";
import { performance } from "node:perf_hooks";
import type { TorTest } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { TorProcess } from "./tor-port.ts";

/** Finding a service that nobody has asked for yet takes some seconds, and up to a minute on a bad day. */
const LONGEST_MS = 90_000;
const ONION_PORT = 80;

/** Asks the node for a sign of life at its own address, through the network. */
export async function tryAddress(
  process: Pick<TorProcess, "open">,
  address: string,
  clock: Pick<Clock, "after">,
): Promise<TorTest> {
  const late = new AbortController();
  using _limit = clock.after(LONGEST_MS, () => late.abort(new Error(`Nobody answered within ${LONGEST_MS / 1_000} s`)));
  const startedMs = performance.now();
  const took = (): number => Math.round(performance.now() - startedMs);
  try {
    const status = await askLife(process, address, late.signal);
    return { reached: status === 200, took_ms: took(), detail: status === 200 ? "" : `It answered with ${status}` };
  } catch (error) {
    return { reached: false, took_ms: took(), detail: (error as Error).message };
  }
}

async function askLife(process: Pick<TorProcess, "open">, host: string, signal: AbortSignal): Promise<number> {
  const connection = await process.open(host, ONION_PORT, signal);
  try {
    return await new Promise<number>((resolve, reject) => {
      const asked = request({ host, path: "/health/live", signal, createConnection: () => connection });
      asked.once("response", (answer) => {
        answer.resume();
        resolve(answer.statusCode ?? 0);
      });
      asked.once("error", reject).end();
    });
  } finally {
    connection.destroy();
  }
}
