import type { OpenOutcome } from "./opener.protocol.ts";

export interface ChunkLoaderDeps {
  /** Fetches one chunk and opens it. Rejects when it cannot be fetched now. */
  readonly open: (index: number, signal: AbortSignal) => Promise<OpenOutcome>;
}

export interface ChunkLoaderOptions {
  /** Opened chunks that are kept in memory, 10 MiB each at most. */
  readonly keep: number;
  /** Chunks that are on their way at the same time. */
  readonly atOnce: number;
}

export interface ChunkLoader extends Disposable {
  /**
   * One chunk, fetched and opened. Callers who want the same chunk share the work; it stops when the last one of
   * them has aborted. Rejects with the signal's reason, or when the chunk could not be fetched.
   */
  load(index: number, signal: AbortSignal): Promise<OpenOutcome>;
}

interface Job {
  readonly stop: AbortController;
  readonly result: Promise<OpenOutcome>;
  waiting: number;
}

export function createChunkLoader(deps: ChunkLoaderDeps, options: ChunkLoaderOptions): ChunkLoader {
  /** Finished chunks, least recently used first. */
  const kept = new Map<number, OpenOutcome>();
  const jobs = new Map<number, Job>();
  const queue: (() => void)[] = [];
  const closing = new AbortController();
  let running = 0;

  async function turn(signal: AbortSignal): Promise<void> {
    while (running >= options.atOnce) {
      const free = Promise.withResolvers<void>();
      queue.push(free.resolve);
      await free.promise;
    }
    if (signal.aborted) queue.shift()?.();
    signal.throwIfAborted();
    running += 1;
  }

  async function work(index: number, signal: AbortSignal): Promise<OpenOutcome> {
    await turn(signal);
    try {
      const outcome = await deps.open(index, signal);
      keep(index, outcome);
      return outcome;
    } finally {
      running -= 1;
      queue.shift()?.();
    }
  }

  function keep(index: number, outcome: OpenOutcome): void {
    kept.delete(index);
    kept.set(index, outcome);
    for (const oldest of kept.keys()) {
      if (kept.size <= options.keep) return;
      kept.delete(oldest);
    }
  }

  function start(index: number): Job {
    const stop = new AbortController();
    const result = work(index, AbortSignal.any([stop.signal, closing.signal]));
    const job: Job = { stop, result, waiting: 0 };
    jobs.set(index, job);
    const forget = (): void => {
      if (jobs.get(index) === job) jobs.delete(index);
    };
    result.then(forget, forget);
    return job;
  }

  return {
    async load(index, signal) {
      signal.throwIfAborted();
      const known = kept.get(index);
      if (known) {
        keep(index, known);
        return known;
      }
      const job = jobs.get(index) ?? start(index);
      job.waiting += 1;
      const gaveUp = Promise.withResolvers<never>();
      const giveUp = (): void => gaveUp.reject(signal.reason as Error);
      signal.addEventListener("abort", giveUp, { once: true });
      try {
        return await Promise.race([job.result, gaveUp.promise]);
      } finally {
        signal.removeEventListener("abort", giveUp);
        job.waiting -= 1;
        if (job.waiting === 0) {
          if (jobs.get(index) === job) jobs.delete(index);
          job.stop.abort(signal.reason);
        }
      }
    },
    [Symbol.dispose]() {
      closing.abort(new Error("The player was closed"));
      kept.clear();
    },
  };
}
