import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Run } from "@lucid/foundation";
import type { CaptureOptions, FromCapture, ToCapture } from "./capture.protocol.ts";

/** What a run of the recorder tells, in order; `ended` is the last, also when its worker died. */
export type CaptureMessage = Exclude<FromCapture, { type: "ready" }>;

export interface CaptureControl {
  tell(type: Exclude<ToCapture["type"], "start">): void;
  /** Ends the worker, and all runs in it: for one that does not answer any more. */
  endWorker(): void;
}

/** A thread that records several displays. */
export interface CaptureWorker extends Run<unknown> {
  /** Runs in it. */
  readonly runs: number;
  start(options: CaptureOptions, onMessage: (message: CaptureMessage) => void): CaptureControl;
}

export type SpawnCapture = () => Worker;

/** Pictures live outside of the heap, which holds a few small objects for each; this keeps it that small. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 } as const;

/** Starts the program of a capture worker, which is `capture.worker.ts` or what a bundle made of it. */
export const spawnCaptureFrom =
  (file: string): SpawnCapture =>
  () =>
    new Worker(file, { name: "capture", resourceLimits: RESOURCE_LIMITS });

/** Resolves when the worker is ready. @throws when it ends before that, as it does when the signal aborts. */
export async function startCaptureWorker(spawn: SpawnCapture, signal: AbortSignal): Promise<CaptureWorker> {
  const worker = spawn();
  const giveUp = (): void => void worker.terminate();
  signal.addEventListener("abort", giveUp, { once: true });
  const exited = Promise.withResolvers<unknown>();
  const runs = new Map<number, (message: CaptureMessage) => void>();
  let started = 0;
  let failure: unknown;
  worker.on("error", (error) => {
    failure = error;
  });
  worker.once("exit", (code) => {
    exited.resolve(failure ?? new Error(`The worker exited with code ${code}`));
    for (const [run, onMessage] of [...runs]) {
      runs.delete(run);
      onMessage({ type: "ended", run, detail: "The recorder's worker ended" });
    }
  });
  await Promise.race([
    once(worker, "message"),
    exited.promise.then((cause) => Promise.reject(new Error("The worker did not start", { cause }))),
  ]);
  signal.removeEventListener("abort", giveUp);
  worker.on("message", (message: FromCapture) => {
    if (message.type === "ready") return;
    const onMessage = runs.get(message.run);
    if (message.type === "ended") {
      runs.delete(message.run);
      if (runs.size === 0) worker.unref();
    }
    onMessage?.(message);
  });
  worker.unref();

  return {
    exited: exited.promise,
    get runs() {
      return runs.size;
    },
    start(options, onMessage) {
      started += 1;
      const run = started;
      runs.set(run, onMessage);
      worker.ref();
      worker.postMessage({ type: "start", run, options } satisfies ToCapture);
      return {
        tell(type) {
          if (runs.has(run)) worker.postMessage({ type, run } satisfies ToCapture);
        },
        endWorker: () => void worker.terminate(),
      };
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
