import { parentPort, workerData } from "node:worker_threads";
import { serveStore } from "@lucid/foundation/store";
import type { AuditCalls } from "./audit-store.ts";
import { openAuditStore, type StoreOptions } from "./open-audit-store.ts";

serveStore<AuditCalls>(parentPort, openAuditStore(workerData as StoreOptions));
