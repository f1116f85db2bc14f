import { parentPort, workerData } from "node:worker_threads";
import { holdLock } from "../sqlite/hold-lock.ts";

parentPort?.postMessage("waits");
holdLock(String(workerData), { timeoutMs: 20_000 })[Symbol.dispose]();
parentPort?.postMessage("held");
