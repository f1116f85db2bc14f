import { availableParallelism } from "node:os";
import type { Supervisor, Unit } from "@lucid/foundation";
import type { CaptureOptions } from "./capture.protocol.ts";
import { type AloneRun, startAlone } from "./start-alone.ts";
import {
  type CaptureControl,
  type CaptureMessage,
  type CaptureWorker,
  type SpawnCapture,
  startCaptureWorker,
} from "./start-capture-worker.ts";

export interface CapturePoolDeps {
  readonly supervisor: Pick<Supervisor, "start">;
  /** Starts a worker thread; tests bring ones that die or hang. */
  readonly spawn: SpawnCapture;
}

export interface CapturePoolOptions {
  readonly workers?: number;
  /** A worker that says nothing for so long is ended, ms; default 5 000. */
  readonly answerMs?: number;
}

/** The threads that record the displays of all sessions. */
export interface CapturePool extends AsyncDisposable {
  /**
   * Starts one run in the worker that has the fewest; undefined while there is none. A display that a worker was busy with
   * when it hung or died is recorded by a worker of its own from then on: it hurts the others once.
   */
  start(options: CaptureOptions, onMessage: (message: CaptureMessage) => void): CaptureControl | undefined;
}

/** One thread records some twenty idle desktops or four busy ones, and costs 10 MB. */
const MOST_WORKERS = 4;
/** Every session waits for its worker: it is started again for as long as the node lives. */
const SUPERVISION = { restarts: Number.POSITIVE_INFINITY, longestPauseMs: 1_000 } as const;

/** Starts the workers, default one less than the cores, 1 to 4. @throws when one cannot be started. */
export async function startCapturePool(deps: CapturePoolDeps, options: CapturePoolOptions = {}): Promise<CapturePool> {
  const size = options.workers ?? Math.min(MOST_WORKERS, Math.max(1, availableParallelism() - 1));
  const workers = new Set<CaptureWorker>();
  const apart = new Set<string>();
  const alone = new Set<AloneRun>();
  const startWorker = (signal: AbortSignal) => startCaptureWorker(deps.spawn, signal, options.answerMs);
  await using starting = new AsyncDisposableStack();
  for (let index = 1; index <= size; index += 1) starting.use(await keep(String(index)));
  const running = starting.move();

  function keep(name: string): Promise<Unit> {
    return deps.supervisor.start({
      ...{ kind: "capture", name, ...SUPERVISION },
      async start(signal) {
        const worker = await startWorker(signal);
        workers.add(worker);
        void worker.exited.then(() => {
          workers.delete(worker);
          if (worker.hurtBy !== undefined) apart.add(worker.hurtBy);
        });
        return worker;
      },
    });
  }

  function startApart(run: CaptureOptions, onMessage: (message: CaptureMessage) => void): CaptureControl {
    const started = startAlone({ supervisor: deps.supervisor, startWorker }, run, onMessage);
    alone.add(started);
    void started.gone.then(() => alone.delete(started));
    return started;
  }

  return {
    start(run, onMessage) {
      if (apart.has(run.socket)) return startApart(run, onMessage);
      const [worker] = [...workers].toSorted((one, other) => one.runs - other.runs);
      return worker?.start(run, onMessage);
    },
    async [Symbol.asyncDispose]() {
      apart.clear();
      await running.disposeAsync();
      await Promise.all([...alone].map((run) => run[Symbol.asyncDispose]()));
    },
  };
}
