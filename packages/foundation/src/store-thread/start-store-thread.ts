import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Supervisor } from "../supervisor/create-supervisor.ts";
import type { Run } from "../supervisor/unit.ts";
import type { FromStore, ToStore } from "./store.protocol.ts";
import type { StoreCalls, StoreHost } from "./store.ts";

interface StoreThread extends Run<unknown> {
  send(message: Omit<ToStore, "call">): Promise<unknown>;
}

export interface StoreThreadOptions {
  /** What the supervisor lists it under. */
  readonly kind: string;
  readonly name: string;
  /** File of the worker, which calls `serveStore`. */
  readonly program: string;
  /** What the worker is given to open its store with. */
  readonly data: object;
}

/** A store in a worker that is started again when it ends. What it was asked then is refused; nothing is asked twice. */
export async function startStoreThread<Calls extends StoreCalls<Calls>>(
  { supervisor }: { readonly supervisor: Supervisor },
  { kind, name, program, data }: StoreThreadOptions,
): Promise<StoreHost<Calls>> {
  let thread: StoreThread | undefined;
  const unit = await supervisor.start({
    kind,
    name,
    async start(signal) {
      const started = await startThread(() => new Worker(program, { name: `${kind} ${name}`, workerData: data }), signal);
      thread = started;
      void started.exited.then(() => {
        if (thread === started) thread = undefined;
      });
      return started;
    },
  });
  return {
    // The store answers each name with its own answer: serve-store.ts.
    ask: (asked, ask) => (thread ? thread.send({ name: asked, ask }) : Promise.reject(gone())),
    [Symbol.asyncDispose]: () => unit[Symbol.asyncDispose](),
  };
}

const gone = (cause?: unknown): Error => new Error("The store is not running", { cause });

async function startThread(spawn: () => Worker, signal: AbortSignal): Promise<StoreThread> {
  const worker = spawn();
  const giveUp = (): void => void worker.terminate();
  signal.addEventListener("abort", giveUp, { once: true });
  const exited = Promise.withResolvers<unknown>();
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  let calls = 0;
  let failure: unknown;
  let alive = true;
  worker.on("error", (error) => {
    failure = error;
  });
  worker.once("exit", (code) => {
    alive = false;
    for (const call of pending.values()) call.reject(gone(failure));
    pending.clear();
    exited.resolve(failure ?? new Error(`The worker exited with code ${code}`));
  });
  await Promise.race([once(worker, "message"), exited.promise.then((cause) => Promise.reject(gone(cause)))]);
  signal.removeEventListener("abort", giveUp);
  worker.on("message", (message: FromStore) => {
    if (message.type === "ready") return;
    const call = pending.get(message.call);
    pending.delete(message.call);
    if (pending.size === 0) worker.unref();
    if (message.type === "answered") call?.resolve(message.answer);
    else call?.reject(new Error(message.message));
  });
  worker.unref();

  return {
    exited: exited.promise,
    send(message) {
      if (!alive) return Promise.reject(gone(failure));
      const answered = Promise.withResolvers<unknown>();
      calls += 1;
      pending.set(calls, answered);
      worker.ref();
      worker.postMessage({ ...message, call: calls } satisfies ToStore);
      return answered.promise;
    },
    async [Symbol.asyncDispose]() {
      await worker.terminate();
    },
  };
}
