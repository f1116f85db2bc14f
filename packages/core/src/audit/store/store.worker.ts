import { parentPort, workerData } from "node:worker_threads";
import { openAuditStore, type StoreOptions } from "./open-audit-store.ts";
import type { FromStore, ToStore } from "./store.protocol.ts";

const port = parentPort;
if (!port) throw new Error("store.worker runs as a worker thread only");

const store = openAuditStore(workerData as StoreOptions);

port.on("message", ({ call, name, ask }: ToStore) => {
  port.postMessage(answer(call, () => store[name](ask as never)));
});
port.postMessage({ type: "ready" } satisfies FromStore);

function answer(call: number, work: () => unknown): FromStore {
  try {
    return { type: "answered", call, answer: work() };
  } catch (error) {
    return { type: "failed", call, message: error instanceof Error ? error.message : String(error) };
  }
}
