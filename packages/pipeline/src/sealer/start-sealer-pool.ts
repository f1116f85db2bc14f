import { availableParallelism } from "node:os";
import { pipelineErrors } from "@lucid/contract";
import type { Supervisor, Unit } from "@lucid/foundation";
import { wipe } from "../wipe.ts";
import type { SealedChunk, Sealer, SealRequest } from "./sealer.ts";
import { SEAL_MS, type SealerWorker, type SpawnSealer, startSealerWorker } from "./start-sealer-worker.ts";

export interface SealerPoolDeps {
  readonly supervisor: Pick<Supervisor, "start">;
  /** Starts a worker thread; tests bring ones that die. */
  readonly spawn: SpawnSealer;
}

export interface SealerPoolOptions {
  /** Default: one less than the cores, 1 to 4. */
  readonly workers?: number;
  /** Plain bytes in the workers at once; a worker needs about three times a chunk. Default 64 MiB. */
  readonly maxActiveBytes?: number;
  /** A worker that takes so long for one chunk hangs, ms; default 60 000. */
  readonly sealMs?: number;
}

interface Job {
  readonly request: SealRequest;
  readonly resolve: (chunk: SealedChunk) => void;
  readonly reject: (reason: unknown) => void;
  attempts: number;
}

/** A worker that lives, and the unit that replaces it when it dies. */
interface Member {
  readonly worker: SealerWorker;
  readonly unit: Unit;
}

/** A chunk that took three workers down will take the fourth down as well. */
const MAX_ATTEMPTS = 3;
/** Three chunks a minute may take down all the workers they are given: more, and the machine is the trouble. */
const RESTARTS = 10;
/** Chunks wait for a worker meanwhile, in memory. */
const LONGEST_PAUSE_MS = 1_000;

/** Starts long-lived worker threads that seal chunks. @throws when a worker cannot be started. */
export async function startSealerPool(deps: SealerPoolDeps, options: SealerPoolOptions = {}): Promise<Sealer> {
  const size = options.workers ?? Math.min(4, Math.max(1, availableParallelism() - 1));
  const maxActiveBytes = options.maxActiveBytes ?? 64 * 1024 * 1024;
  const { spawn } = deps;
  const idle: Member[] = [];
  const waiting: Job[] = [];
  const count = { active: 0, activeBytes: 0, waitingBytes: 0, sealed: 0 };
  let disposed = false;
  let workers = 0;
  let units: readonly Unit[] = [];

  const isGone = (): boolean => disposed || units.every((unit) => unit.status().state === "failed");

  function admit(member: Member): void {
    workers += 1;
    idle.push(member);
    void member.worker.exited.then(() => dismiss(member));
    pump();
  }

  function dismiss(member: Member): void {
    workers -= 1;
    const at = idle.indexOf(member);
    if (at >= 0) idle.splice(at, 1);
  }

  function pump(): void {
    while (idle.length > 0) {
      const job = waiting[0];
      if (!job || (count.active > 0 && count.activeBytes + job.request.plain.length > maxActiveBytes)) return;
      const member = idle.pop();
      if (!member) return;
      waiting.shift();
      count.waitingBytes -= job.request.plain.length;
      void work(member, job);
    }
  }

  async function work(member: Member, job: Job): Promise<void> {
    const bytes = job.request.plain.length;
    job.attempts += 1;
    count.active += 1;
    count.activeBytes += bytes;
    const answer = await member.worker.seal(job.request);
    count.active -= 1;
    count.activeBytes -= bytes;
    if (answer === undefined) retry(job);
    else if (answer.type === "failed") {
      job.reject(pipelineErrors.SEAL_FAILED(undefined, { cause: new Error(answer.message) }));
      idle.push(member);
    } else {
      wipe(job.request.plain);
      count.sealed += 1;
      member.unit.worked();
      job.resolve(answer.chunk);
      idle.push(member);
    }
    pump();
  }

  function retry(job: Job): void {
    if (isGone()) job.reject(pipelineErrors.SEALER_GONE());
    else if (job.attempts >= MAX_ATTEMPTS)
      job.reject(pipelineErrors.SEAL_FAILED(undefined, { cause: new Error("Its workers died") }));
    else {
      waiting.unshift(job);
      count.waitingBytes += job.request.plain.length;
    }
  }

  function drop(job: Job): void {
    count.waitingBytes -= job.request.plain.length;
    job.reject(pipelineErrors.SEALER_GONE());
  }

  function dropAll(): void {
    for (const job of waiting.splice(0)) drop(job);
  }

  units = await startTogether(size, (index) =>
    deps.supervisor.start({
      ...{ kind: "sealer", name: String(index + 1), reportsWork: true },
      ...{ restarts: RESTARTS, longestPauseMs: LONGEST_PAUSE_MS },
      async start(signal, unit) {
        const worker = await startSealerWorker(spawn, signal, options.sealMs ?? SEAL_MS);
        admit({ worker, unit });
        return worker;
      },
      onFailed() {
        if (isGone()) dropAll();
      },
    }),
  );

  return {
    seal(request, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      if (isGone()) return Promise.reject(pipelineErrors.SEALER_GONE());
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
    gauges() {
      const restarts = units.reduce((sum, unit) => sum + unit.status().restarts, 0);
      return { ...count, restarts, workers, waiting: waiting.length, maxActiveBytes };
    },
    async [Symbol.asyncDispose]() {
      disposed = true;
      dropAll();
      await Promise.all(units.map((unit) => unit[Symbol.asyncDispose]()));
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
async function startTogether(size: number, start: (index: number) => Promise<Unit>): Promise<Unit[]> {
  const starts = await Promise.allSettled(Array.from({ length: size }, (_, index) => start(index)));
  const units = starts.flatMap((started) => (started.status === "fulfilled" ? [started.value] : []));
  const failure = starts.find((started) => started.status === "rejected");
  if (!failure) return units;
  await Promise.all(units.map((unit) => unit[Symbol.asyncDispose]()));
  throw failure.reason;
}
