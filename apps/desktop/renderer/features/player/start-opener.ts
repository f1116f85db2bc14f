import type { FromOpener, OpenOutcome, OpenRequest, ToOpener } from "./opener.protocol.ts";

export interface Opener extends Disposable {
  /** Opens a chunk off the main thread; the container's buffer is handed over. Rejects when `signal` aborts. */
  open(request: OpenRequest, signal: AbortSignal): Promise<OpenOutcome>;
}

/** The part of a Worker that is used here. */
export type OpenerWorker = Pick<Worker, "postMessage" | "addEventListener" | "terminate">;

const spawnWorker = (): OpenerWorker =>
  new Worker(new URL("./opener.worker.ts", import.meta.url), { type: "module", name: "opener" });

/** Starts the worker that checks, decrypts and decompresses chunks. */
export function startOpener(spawn: () => OpenerWorker = spawnWorker): Opener {
  const worker = spawn();
  const pending = new Map<number, PromiseWithResolvers<OpenOutcome>>();
  let calls = 0;
  let gone: Error | undefined;

  function end(error: Error): void {
    gone ??= error;
    worker.terminate();
    for (const call of pending.values()) call.reject(gone);
    pending.clear();
  }

  worker.addEventListener("message", (event) => {
    const data = (event as MessageEvent<FromOpener>).data;
    const call = pending.get(data.call);
    pending.delete(data.call);
    if (data.type === "outcome") call?.resolve(data.outcome);
    else call?.reject(new Error(data.message));
  });
  worker.addEventListener("error", (event) => end(new Error(event.message || "The worker that opens chunks did not start")));

  return {
    async open(request, signal) {
      signal.throwIfAborted();
      if (gone) throw gone;
      const call = ++calls;
      const answer = Promise.withResolvers<OpenOutcome>();
      pending.set(call, answer);
      worker.postMessage({ type: "open", call, request } satisfies ToOpener, [request.container]);
      const cancel = (): void => {
        if (!pending.delete(call)) return;
        worker.postMessage({ type: "cancel", call } satisfies ToOpener);
        answer.reject(signal.reason as Error);
      };
      signal.addEventListener("abort", cancel, { once: true });
      try {
        return await answer.promise;
      } finally {
        signal.removeEventListener("abort", cancel);
      }
    },
    [Symbol.dispose]: () => end(new Error("The player was closed")),
  };
}
