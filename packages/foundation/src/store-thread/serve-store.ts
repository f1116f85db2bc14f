import type { MessagePort } from "node:worker_threads";
import type { FromStore, ToStore } from "./store.protocol.ts";
import type { Store, StoreCalls } from "./store.ts";

/** Answers in a worker what its store is asked. @throws where there is no port: this is no worker. */
export function serveStore<Calls extends StoreCalls<Calls>>(port: MessagePort | null, store: Store<Calls>): void {
  if (!port) throw new Error("A store is served by a worker thread only");
  port.on("message", ({ call, name, ask }: ToStore) => port.postMessage(answer(store, call, name as keyof Calls, ask)));
  port.postMessage({ type: "ready" } satisfies FromStore);
}

function answer<Calls extends StoreCalls<Calls>>(
  store: Store<Calls>,
  call: number,
  name: keyof Calls,
  ask: Calls[keyof Calls]["ask"],
): FromStore {
  try {
    return { type: "answered", call, answer: store[name](ask) };
  } catch (error) {
    return { type: "failed", call, message: error instanceof Error ? error.message : String(error) };
  }
}
