import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

/**
 * One round of load from a thread of its own: `connections` kept open, each asks again as soon as it has its
 * answer. It looks at status and length only, so that it is faster than what it measures.
 */
export interface LoadJob {
  readonly port: number;
  /** The request as it goes over the wire. */
  readonly request: string;
  readonly connections: number;
  readonly durationMs: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly refused: number;
}

const job = workerData as LoadJob;
const bytes = Buffer.from(job.request, "latin1");
const END_OF_HEAD = Buffer.from("\r\n\r\n");
const latencies: number[] = [];
let refused = 0;

function run(stopAt: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ port: job.port, host: "127.0.0.1", noDelay: true });
  let askedAt = 0;
  let pending: Buffer = Buffer.alloc(0);
  const ask = (): void => {
    askedAt = performance.now();
    socket.write(bytes);
  };
  socket.once("connect", ask);
  socket.once("error", reject);
  socket.once("close", () => resolve());
  socket.on("data", (part: Buffer) => {
    pending = pending.length === 0 ? part : Buffer.concat([pending, part]);
    const headEnd = pending.indexOf(END_OF_HEAD);
    if (headEnd === -1) return;
    const head = pending.toString("latin1", 0, headEnd);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    if (pending.length < headEnd + 4 + length) return;
    pending = pending.subarray(headEnd + 4 + length);
    const now = performance.now();
    latencies.push(now - askedAt);
    if (!head.startsWith("HTTP/1.1 200")) refused++;
    if (now >= stopAt) socket.destroy();
    else ask();
  });
  return promise;
}

const startedAt = performance.now();
await Promise.all(Array.from({ length: job.connections }, () => run(startedAt + job.durationMs)));
const seconds = (performance.now() - startedAt) / 1_000;
latencies.sort((a, b) => a - b);
const percentile = (share: number): number =>
  latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
const result: LoadResult = { requests: latencies.length, seconds, p50Ms: percentile(0.5), p99Ms: percentile(0.99), refused };
parentPort?.postMessage(result);
