import { parentPort, workerData } from "node:worker_threads";
import { serveStore } from "@lucid/foundation/store";
import type { LogCalls } from "./log-store.ts";
import { type LogStoreOptions, openLogStore } from "./open-log-store.ts";

serveStore<LogCalls>(parentPort, openLogStore(workerData as LogStoreOptions));
