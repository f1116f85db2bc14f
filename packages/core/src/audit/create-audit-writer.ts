import { type Clock, describeFailure, type Randomness } from "@lucid/foundation";
import type { Logger } from "pino";
import type { AuditMetrics } from "./audit.metrics.ts";
import type { AuditLine } from "./create-audit-log.ts";
import { type AuditRecord, toRecord } from "./entries/audit-record.ts";
import type { AuditHost } from "./store/audit-store.ts";

export interface AuditWriter extends AsyncDisposable {
  write(line: AuditLine): void;
  /** Resolves when everything that was written before is on the disk. */
  flush(): Promise<void>;
  waiting(): number;
  /** When entries last reached the disk, by `clock.now()`; undefined before. */
  lastWrittenMs(): number | undefined;
  /** Why the last try to write failed; undefined while writing works. */
  trouble(): string | undefined;
}

/** Entries in one transaction: one sync for a burst, and no longer than 20 ms of the store. */
const MAX_BATCH = 500;
/** Entries that wait for a store that cannot write, some 30 MB. What comes then is lost, counted, and told of in the log. */
const MAX_WAITING = 50_000;
const RETRY_MS = 1_000;
/** A node that stops does not wait for ever on a disk that is full. */
const LAST_TRIES = 3;

/**
 * Hands entries to the store as they come: one batch is under way, and what comes meanwhile is the next one. So nobody waits
 * for the disk, and an entry is on it as soon as the disk can.
 */
export function createAuditWriter({
  clock,
  randomness,
  log,
  host,
  metrics,
  onGrown,
}: {
  readonly clock: Clock;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly log: Logger;
  readonly host: AuditHost;
  readonly metrics: AuditMetrics;
  /** Told how long the log is, each time that it has grown. */
  readonly onGrown?: (size: number) => void;
}): AuditWriter {
  let waiting: AuditRecord[] = [];
  let lost = 0;
  let writtenMs: number | undefined;
  let trouble: string | undefined;
  let isClosed = false;
  let writing: Promise<void> | undefined;
  let retry: Disposable | undefined;

  const record = (line: AuditLine): AuditRecord => toRecord(line, randomness.uuid(), clock.now());

  async function writeSome(isAgain: boolean): Promise<boolean> {
    if (lost > 0) waiting.push(record({ action: "audit.entries_lost", outcome: "ok", details: { count: lost } }));
    lost = 0;
    const batch = waiting.slice(0, MAX_BATCH);
    try {
      const { size } = await host.ask("append", { records: batch, isAgain });
      waiting = waiting.slice(batch.length);
      writtenMs = clock.now();
      trouble = undefined;
      metrics.written.inc(batch.length);
      onGrown?.(size);
      return true;
    } catch (error) {
      if (trouble === undefined)
        log.error({ failure: describeFailure(error), waiting: waiting.length }, "audit entries cannot be written");
      trouble = error instanceof Error ? error.message : String(error);
      return false;
    }
  }

  async function writeAll(): Promise<void> {
    retry?.[Symbol.dispose]();
    retry = undefined;
    while (waiting.length > 0) {
      // What may have been written before it failed is not written twice.
      if (await writeSome(trouble !== undefined)) continue;
      if (!isClosed) retry = clock.after(RETRY_MS, start);
      return;
    }
  }

  function start(): void {
    writing ??= Promise.resolve()
      .then(writeAll)
      .finally(() => {
        writing = undefined;
        if (waiting.length > 0 && trouble === undefined) start();
      });
  }

  async function flush(): Promise<void> {
    while (waiting.length > 0 && trouble === undefined) {
      start();
      await writing;
    }
  }

  return {
    write(line) {
      if (waiting.length >= MAX_WAITING) {
        lost += 1;
        metrics.lost.inc();
        return;
      }
      waiting.push(record(line));
      if (trouble === undefined) start();
    },
    flush,
    waiting: () => waiting.length,
    lastWrittenMs: () => writtenMs,
    trouble: () => trouble,
    async [Symbol.asyncDispose]() {
      isClosed = true;
      retry?.[Symbol.dispose]();
      for (let tries = 0; waiting.length > 0 && tries < LAST_TRIES; tries += 1) {
        start();
        await writing;
      }
      if (waiting.length > 0) log.error({ entries: waiting.length }, "audit entries were lost when the node stopped");
    },
  };
}
