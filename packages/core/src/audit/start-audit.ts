import { join } from "node:path";
import { hostHere, startStoreThread } from "@lucid/foundation";
import type { Area } from "../calls/index.ts";
import { type Ground, unusable } from "../ground/index.ts";
import { createAuditMetrics } from "./audit.metrics.ts";
import { type AuditLog, createAuditLog } from "./create-audit-log.ts";
import { type AuditWriter, createAuditWriter } from "./create-audit-writer.ts";
import type { AuditCalls, AuditHost } from "./store/audit-store.ts";
import { openAuditStore, type StoreOptions } from "./store/open-audit-store.ts";

export interface AuditArea extends Area, AuditLog {
  /** Where the log is asked: behind what was written when `flush` of the writer has resolved. */
  readonly store: AuditHost;
  readonly writer: Pick<AuditWriter, "flush" | "waiting">;
}

export interface AuditOptions {
  /** File that a worker with the log's store runs; without one the store is in this thread, which is enough for a test. */
  readonly program?: string;
}

type AuditGround = Pick<Ground, "clock" | "randomness" | "log" | "metrics" | "supervisor" | "folder" | "keys" | "changes">;

/**
 * The record of what was done on this node, and by whom. One worker writes it, another one reads it, so that neither a slow disk nor
 * a long search holds anybody up.
 * @throws DataFolderError when the log in the folder cannot be used.
 */
export async function startAudit(ground: AuditGround, { program }: AuditOptions): Promise<AuditArea> {
  const { clock, randomness, log, metrics, folder, keys } = ground;
  await using starting = new AsyncDisposableStack();
  const beginning = {
    node: keys.publicKey,
    created_at: new Date(clock.now()).toISOString(),
    salt: Buffer.from(randomness.bytes(32)).toString("hex"),
  };
  const store: StoreOptions = { path: join(folder.path, "audit.db"), beginning };
  async function start(name: string): Promise<AuditHost> {
    try {
      if (program === undefined) return hostHere<AuditCalls>(openAuditStore(store));
      return await startStoreThread<AuditCalls>(ground, { kind: "audit", program, name, data: store });
    } catch (cause) {
      throw unusable(folder.path, cause, "audit.db");
    }
  }
  const host = starting.use(await start("writer"));
  const reader = starting.use(await start("reader"));
  const growth = createGrowth(ground);
  starting.defer(() => growth[Symbol.dispose]());
  const writer = starting.use(
    createAuditWriter({ clock, randomness, log, host, metrics: createAuditMetrics(metrics), onGrown: growth.tell }),
  );
  const running = starting.move();

  return {
    ...createAuditLog({ clock, log, write: writer.write }),
    store: {
      ask: (name, ask) => (WRITES.has(name) ? host : reader).ask(name, ask),
      [Symbol.asyncDispose]: async () => undefined,
    },
    writer,
    health() {
      const trouble = writer.trouble();
      const last = writer.lastWrittenMs();
      return {
        audit: {
          ok: trouble === undefined,
          detail: trouble === undefined ? "can be written" : `${writer.waiting()} entries wait: the audit log cannot be written`,
          last_success: last === undefined ? null : new Date(last).toISOString(),
        },
      };
    },
    events: {
      audit: (_id, { principal }) =>
        principal?.permissions.has("view_audit_logs") === true ? { type: "audit", size: growth.size() } : undefined,
    },
    features: ["audit"],
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Whoever looks at the log needs no more than this. */
const TELL_MS = 1_000;

/** Tells that the log has grown, once in a while. */
function createGrowth({ clock, changes }: Pick<Ground, "clock" | "changes">) {
  let size = 0;
  let waiting: Disposable | undefined;
  return {
    size: () => size,
    tell(now: number): void {
      size = now;
      waiting ??= clock.after(TELL_MS, () => {
        waiting = undefined;
        changes.publish({ topic: "audit", id: "" });
      });
    },
    [Symbol.dispose]: () => waiting?.[Symbol.dispose](),
  };
}

const WRITES: ReadonlySet<string> = new Set(["append", "entomb", "sweep"]);
