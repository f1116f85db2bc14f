import { availableParallelism } from "node:os";
import { pipelineErrors } from "@lucid/contract";
import type { Clock, Log } from "@lucid/foundation";
import { wipe } from "../wipe.ts";
import type { SealedChunk, Sealer, SealRequest } from "./sealer.ts";
import { type SealerWorker, type SpawnSealer, startSealerWorker } from "./start-sealer-worker.ts";

export interface SealerPoolDeps {
  readonly clock: Clock;
  readonly log: Log;
  /** Starts a worker thread; tests bring ones that die. */
  readonly spawn: SpawnSealer;
}

export interface SealerPoolOptions {
  /** Default: one less than the cores, 1 to 4. */
  readonly workers?: number;
  /** Plain bytes in the workers at once; a worker needs about three times a chunk. Default 64 MiB. */
  readonly maxActiveBytes?: number;
}

interface Job {
  readonly request: SealRequest;
  readonly resolve: (chunk: SealedChunk) => void;
  readonly reject: (reason: unknown) => void;
  attempts: number;
}

/** A chunk that took three workers down will take the fourth down as well. */
const MAX_ATTEMPTS = 3;
/** More deaths than this in a minute mean that the machine, not a chunk, is the trouble. */
const RESTART_BUDGET = 10;
const RESTART_WINDOW_MS = 60_000;

/** Starts long-lived worker threads that seal chunks. @throws when a worker cannot be started. */
export async function startSealerPool(deps: SealerPoolDeps, options: SealerPoolOptions = {}): Promise<Sealer> {
  const size = options.workers ?? Math.min(4, Math.max(1, availableParallelism() - 1));
  const maxActiveBytes = options.maxActiveBytes ?? 64 * 1024 * 1024;
  const { spawn } = deps;
  const workers = new Set(await startTogether(size, spawn));

  const idle: SealerWorker[] = [];
  const waiting: Job[] = [];
  const deaths: number[] = [];
  const count = { active: 0, activeBytes: 0, waitingBytes: 0, restarts: 0, sealed: 0 };
  let disposed = false;
  let respawning = 0;

  function admit(worker: SealerWorker): void {
    idle.push(worker);
    void worker.gone.then((cause) => replace(worker, cause));
    pump();
  }

  function pump(): void {
    while (idle.length > 0) {
      const job = waiting[0];
      if (!job || (count.active > 0 && count.activeBytes + job.request.plain.length > maxActiveBytes)) return;
      const worker = idle.pop();
      if (!worker) return;
      waiting.shift();
      count.waitingBytes -= job.request.plain.length;
      void work(worker, job);
    }
  }

  async function work(worker: SealerWorker, job: Job): Promise<void> {
    const bytes = job.request.plain.length;
    job.attempts += 1;
    count.active += 1;
    count.activeBytes += bytes;
    const answer = await worker.seal(job.request);
    count.active -= 1;
    count.activeBytes -= bytes;
    if (answer === undefined) retry(job);
    else if (answer.type === "failed") {
      job.reject(pipelineErrors.SEAL_FAILED(undefined, { cause: new Error(answer.message) }));
      idle.push(worker);
    } else {
      wipe(job.request.plain);
      count.sealed += 1;
      job.resolve(answer.chunk);
      idle.push(worker);
    }
    pump();
  }

  function retry(job: Job): void {
    if (disposed || (workers.size === 0 && respawning === 0)) job.reject(pipelineErrors.SEALER_GONE());
    else if (job.attempts >= MAX_ATTEMPTS)
      job.reject(pipelineErrors.SEAL_FAILED(undefined, { cause: new Error("Its workers died") }));
    else {
      waiting.unshift(job);
      count.waitingBytes += job.request.plain.length;
    }
  }

  async function replace(worker: SealerWorker, cause: unknown): Promise<void> {
    workers.delete(worker);
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
    if (disposed) return;
    const now = deps.clock.now();
    while (deaths.length > 0 && now - (deaths[0] ?? now) > RESTART_WINDOW_MS) deaths.shift();
    deaths.push(now);
    deps.log.warn({ err: cause, deaths: deaths.length }, "A sealer worker died");
    if (deaths.length <= RESTART_BUDGET) await respawn();
    if (workers.size === 0 && respawning === 0) for (const job of waiting.splice(0)) drop(job);
  }

  async function respawn(): Promise<void> {
    respawning += 1;
    try {
      const successor = await startSealerWorker(spawn);
      if (disposed) {
        await successor[Symbol.asyncDispose]();
        return;
      }
      workers.add(successor);
      count.restarts += 1;
      admit(successor);
    } catch (error) {
      deps.log.error({ err: error }, "A sealer worker could not be started again");
    } finally {
      respawning -= 1;
    }
  }

  function drop(job: Job): void {
    count.waitingBytes -= job.request.plain.length;
    job.reject(pipelineErrors.SEALER_GONE());
  }

  for (const worker of workers) admit(worker);

  return {
    seal(request, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      if (disposed || (workers.size === 0 && respawning === 0)) return Promise.reject(pipelineErrors.SEALER_GONE());
      const { promise, resolve, reject } = Promise.withResolvers<SealedChunk>();
      const job: Job = { request, resolve, reject, attempts: 0 };
      waiting.push(job);
      count.waitingBytes += request.plain.length;
      pump();
      if (!signal) return promise;
      const leave = () => withdraw(job, signal.reason);
      signal.addEventListener("abort", leave, { once: true });
      return promise.finally(() => signal.removeEventListener("abort", leave));
    },
    gauges: () => ({ ...count, workers: workers.size, waiting: waiting.length, maxActiveBytes }),
    async [Symbol.asyncDispose]() {
      disposed = true;
      for (const job of waiting.splice(0)) drop(job);
      await Promise.all([...workers].map((worker) => worker[Symbol.asyncDispose]()));
    },
  };

  function withdraw(job: Job, reason: unknown): void {
    const at = waiting.indexOf(job);
    if (at < 0) return;
    waiting.splice(at, 1);
    count.waitingBytes -= job.request.plain.length;
    job.reject(reason);
  }
}

/** All or none: a worker that does not start ends the others. */
async function startTogether(size: number, spawn: SpawnSealer): Promise<SealerWorker[]> {
  const starts = await Promise.allSettled(Array.from({ length: size }, () => startSealerWorker(spawn)));
  const workers = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
  const failure = starts.find((start) => start.status === "rejected");
  if (!failure) return workers;
  await Promise.all(workers.map((worker) => worker[Symbol.asyncDispose]()));
  throw failure.reason;
}
