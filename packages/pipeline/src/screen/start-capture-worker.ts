import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Run } from "@lucid/foundation";
import { type CaptureOptions, type FromCapture, machineMs, type ToCapture } from "./capture.protocol.ts";

/** What a run of the recorder tells, in order; `ended` is the last, also when its worker died. */
export type CaptureMessage = Exclude<FromCapture, { type: "ready" | "pong" }>;

export interface CaptureControl {
  tell(type: Exclude<ToCapture["type"], "mark" | "start" | "ping">): void;
  /** Hears no more of a run that does not end: the other runs of its worker go on. */
  abandon(): void;
}

/** A thread that records several displays. */
export interface CaptureWorker extends Run<unknown> {
  /** Runs in it. */
  readonly runs: number;
  /** Display of the run that the worker was working for when it hung or died, once it has ended. */
  readonly hurtBy: string | undefined;
  start(options: CaptureOptions, onMessage: (message: CaptureMessage) => void): CaptureControl;
}

export type SpawnCapture = () => Worker;

/** A worker that says nothing for so long hangs, and is ended with all its runs: others record them. */
const ANSWER_MS = 5_000;
const ASK_MS = 1_000;

/** Pictures live outside of the heap, which holds a few small objects for each; this keeps it that small. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 } as const;

/** Starts the program of a capture worker, which is `capture.worker.ts` or what a bundle made of it. */
export const spawnCaptureFrom =
  (file: string): SpawnCapture =>
  () =>
    new Worker(file, { name: "capture", resourceLimits: RESOURCE_LIMITS });

/** Resolves when the worker is ready. @throws when it ends before that, as it does when the signal aborts. */
export async function startCaptureWorker(spawn: SpawnCapture, signal: AbortSignal, answerMs = ANSWER_MS): Promise<CaptureWorker> {
  const worker = spawn();
  const giveUp = (): void => void worker.terminate();
  signal.addEventListener("abort", giveUp, { once: true });
  const exited = Promise.withResolvers<unknown>();
  const runs = new Map<number, { readonly socket: string; readonly onMessage: (message: CaptureMessage) => void }>();
  const mark = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  let hurtBy: string | undefined;
  let started = 0;
  let failure: unknown;
  let watch: NodeJS.Timeout | undefined;
  let heardAt = 0;
  let lookedAt = 0;

  /** Ends the worker where it does not answer. Time in which this process did not run either is no silence. */
  function look(): void {
    const now = machineMs();
    if (now - lookedAt > 2 * ASK_MS) heardAt = now;
    lookedAt = now;
    if (now - heardAt >= answerMs) {
      failure ??= new Error("The worker does not answer");
      hurtBy ??= worksFor();
      void worker.terminate();
    } else if (now - heardAt >= ASK_MS) worker.postMessage({ type: "ping" } satisfies ToCapture);
  }

  const worksFor = (): string | undefined => runs.get(Atomics.load(mark, 0))?.socket;

  /** Somebody records with it, or nobody does. */
  function setBusy(isBusy: boolean): void {
    clearInterval(watch);
    watch = undefined;
    if (!isBusy) return worker.unref();
    heardAt = machineMs();
    lookedAt = heardAt;
    watch = setInterval(look, ASK_MS);
    worker.ref();
  }

  function end(run: number, detail: string): void {
    const ended = runs.get(run);
    runs.delete(run);
    if (runs.size === 0) setBusy(false);
    ended?.onMessage({ type: "ended", run, detail });
  }

  worker.on("error", (error) => {
    failure = error;
    hurtBy ??= worksFor();
  });
  worker.once("exit", (code) => {
    exited.resolve(failure ?? new Error(`The worker exited with code ${code}`));
    for (const run of [...runs.keys()]) end(run, "The recorder's worker ended");
  });
  await Promise.race([
    once(worker, "message"),
    exited.promise.then((cause) => Promise.reject(new Error("The worker did not start", { cause }))),
  ]);
  signal.removeEventListener("abort", giveUp);
  worker.on("message", (message: FromCapture) => {
    heardAt = machineMs();
    if (message.type === "ready" || message.type === "pong") return;
    if (message.type === "ended") end(message.run, message.detail);
    else runs.get(message.run)?.onMessage(message);
  });
  worker.unref();
  worker.postMessage({ type: "mark", mark } satisfies ToCapture);

  return {
    exited: exited.promise,
    get runs() {
      return runs.size;
    },
    get hurtBy() {
      return hurtBy;
    },
    start(options, onMessage) {
      started += 1;
      const run = started;
      runs.set(run, { socket: options.socket, onMessage });
      if (runs.size === 1) setBusy(true);
      worker.postMessage({ type: "start", run, options } satisfies ToCapture);
      return {
        tell(type) {
          if (runs.has(run)) worker.postMessage({ type, run } satisfies ToCapture);
        },
        abandon: () => end(run, "It could not be ended"),
      };
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
