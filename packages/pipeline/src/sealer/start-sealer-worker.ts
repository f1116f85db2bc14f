import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Run } from "@lucid/foundation";
import type { FromSealer, ToSealer } from "./sealer.protocol.ts";
import type { SealRequest } from "./sealer.ts";

type Answer = Exclude<FromSealer, { type: "ready" }>;

/** One long-lived worker with at most one call in it. */
export interface SealerWorker extends Run<unknown> {
  /** Undefined as an answer means that the worker died: the call may be tried in another one. */
  seal(request: SealRequest): Promise<Answer | undefined>;
}

/** The largest chunk takes half a second on a quiet machine. A worker that takes so long hangs, and is ended: another one seals the chunk. */
export const SEAL_MS = 60_000;

export type SpawnSealer = () => Worker;

/**
 * A worker's heap holds no chunk bytes, which live outside of it; 64 MiB keep a runaway one from taking the
 * process along (V8 limits count per isolate).
 */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 16 } as const;

/** Starts the program of a sealer worker, which is `sealer.worker.ts` or what a bundle made of it. */
export const spawnSealerFrom =
  (file: string): SpawnSealer =>
  () =>
    new Worker(file, { name: "sealer", resourceLimits: RESOURCE_LIMITS });

/** Resolves when the worker is ready. @throws when it ends before that, as it does when the signal aborts. */
export async function startSealerWorker(spawn: SpawnSealer, signal: AbortSignal, sealMs: number): Promise<SealerWorker> {
  const worker = spawn();
  const giveUp = (): void => void worker.terminate();
  signal.addEventListener("abort", giveUp, { once: true });
  const exited = Promise.withResolvers<unknown>();
  let pending: { readonly call: number; readonly resolve: (answer: Answer | undefined) => void } | undefined;
  let calls = 0;
  let failure: unknown;
  let alive = true;
  worker.on("error", (error) => {
    failure = error;
  });
  worker.once("exit", (code) => {
    alive = false;
    pending?.resolve(undefined);
    exited.resolve(failure ?? new Error(`The worker exited with code ${code}`));
  });
  await Promise.race([
    once(worker, "message"),
    exited.promise.then((cause) => Promise.reject(new Error("The worker did not start", { cause }))),
  ]);
  signal.removeEventListener("abort", giveUp);
  worker.on("message", (answer: FromSealer) => {
    if (answer.type === "ready" || answer.call !== pending?.call) return;
    worker.unref();
    pending.resolve(answer);
    pending = undefined;
  });
  worker.unref();

  return {
    exited: exited.promise,
    async seal(request) {
      if (!alive) return undefined;
      const { promise, resolve } = Promise.withResolvers<Answer | undefined>();
      calls += 1;
      pending = { call: calls, resolve };
      worker.ref();
      const dataKey = Uint8Array.from(request.dataKey);
      worker.postMessage({ type: "seal", call: calls, request: { ...request, dataKey } } satisfies ToSealer, [dataKey.buffer]);
      const patience = setTimeout(() => void worker.terminate(), sealMs);
      try {
        return await promise;
      } finally {
        clearTimeout(patience);
      }
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
