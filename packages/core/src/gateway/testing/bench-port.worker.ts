import { once } from "node:events";
import { isMainThread, MessageChannel, type MessagePort, parentPort, Worker, workerData } from "node:worker_threads";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { pino } from "pino";
import { Registry } from "prom-client";
import { startGateway } from "../start-gateway.ts";
import { fakeArea, fakeTokens } from "./fake-services.ts";
import { createPortClient } from "./port-client.ts";

/**
 * For bench/port.bench.ts: the gateway in this thread, and in another one whoever has the other end of a window's port. Every call goes
 * the whole way through guard, validation and metrics; only what is behind the contract is made up. Prints one line of JSON.
 */

const CALLS = 10_000;
const WARM_UP = 2_000;
const STREAMS = 100;
/** As many at once as an account may have. */
const TOGETHER = 20;

interface Measured {
  /** Round trips of single calls, ms. */
  readonly roundTripsMs: readonly number[];
}

async function serve(): Promise<void> {
  const plenty = { perMinute: 10_000_000, burst: 10_000_000 };
  const chain = {
    info: () => ({
      network_name: "bench",
      network: "ab".repeat(32),
      version: "1",
      current_height: 1_000,
      finalized_height: 998,
      genesis_block: "ab".repeat(32),
      genesis_time: "2026-01-01T00:00:00Z",
      consensus_algorithm: "PoOT",
      block_time: 10,
      total_transactions: 12_345,
      pending_transactions: 2,
    }),
  };
  const node = {
    async *events() {
      yield { type: "beat", timestamp: "2026-01-01T00:00:00.000Z" };
      await new Promise(() => undefined);
    },
  };
  await using gateway = await startGateway(
    {
      areas: [fakeArea({ chain, node })],
      tokens: { ...fakeTokens, onEnded: () => ({ [Symbol.dispose]: () => undefined }) },
      gate: { admit: () => undefined },
      registry: new Registry(),
      clock: systemClock,
      randomness: systemRandomness,
      log: pino({ level: "silent" }),
    },
    { host: "127.0.0.1", port: 0, version: "1", limits: { chain: plenty, authenticated: plenty, admin: plenty } },
  );
  const { port1, port2 } = new MessageChannel();
  using _attached = gateway.attachPort(port1, { kind: "user", procedures: "all" }, () => undefined);
  const worker = new Worker(new URL(import.meta.url), { workerData: port2, transferList: [port2] });
  const step = async (what: string): Promise<unknown> => {
    worker.postMessage(what);
    const [answer] = (await once(worker, "message")) as [unknown];
    return answer;
  };
  await step("warm up");
  const before = heap();
  const { roundTripsMs } = (await step("measure")) as Measured;
  const after = heap();
  const sorted = roundTripsMs.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
  const figures = { calls: CALLS, streams: STREAMS, median_ms: at(0.5), p99_ms: at(0.99), growth_bytes: after - before };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  await worker.terminate();
}

/** Of this thread, after what nobody holds any more is gone. */
function heap(): number {
  if (!globalThis.gc) throw new Error("Start it with --expose-gc");
  for (let round = 0; round < 3; round++) globalThis.gc();
  return process.memoryUsage().heapUsed;
}

async function call(): Promise<void> {
  const port = workerData as MessagePort;
  const client = createPortClient(port, { gone: new AbortController().signal, token: () => "owner" });
  port.start();

  async function followStream(): Promise<void> {
    for await (const _event of await client.node.events()) break;
  }
  async function followStreams(count: number): Promise<void> {
    for (let opened = 0; opened < count; opened += TOGETHER) await Promise.all(Array.from({ length: TOGETHER }, followStream));
  }

  async function work(what: unknown): Promise<Measured> {
    const roundTripsMs: number[] = [];
    for (let count = 0; count < (what === "measure" ? CALLS : WARM_UP); count++) {
      const started = performance.now();
      await client.chain.info();
      roundTripsMs.push(performance.now() - started);
    }
    await followStreams(what === "measure" ? STREAMS : TOGETHER);
    return { roundTripsMs };
  }

  parentPort?.on("message", (what) => void work(what).then((measured) => parentPort?.postMessage(measured)));
}

await (isMainThread ? serve() : call());
