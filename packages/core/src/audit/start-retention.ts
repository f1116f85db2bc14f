import { type Clock, describeFailure, type Randomness } from "@lucid/foundation";
import type { Logger } from "pino";
import type { Ground } from "../ground/index.ts";
import { toRecord } from "./entries/audit-record.ts";
import type { AuditArea } from "./start-audit.ts";

export interface RetentionDeps {
  readonly audit: Pick<AuditArea, "store" | "writer">;
  readonly clock: Pick<Clock, "now">;
  readonly randomness: Pick<Randomness, "uuid">;
  readonly log: Logger;
  readonly every: Ground["every"];
}

const DAY_MS = 86_400_000;
/** Rows that are removed in one transaction: some 50 ms of the store. */
const SWEEP = 2_000;

/**
 * Once a day, and when it starts: an entry tells how many entries go, which, and with what hash the last one; then they go. What
 * was entombed before the node stopped goes when it is back.
 */
export function startRetention(
  { audit, clock, randomness, log, every }: RetentionDeps,
  { retentionDays }: { readonly retentionDays: number },
): AsyncDisposable {
  const { store, writer } = audit;
  let isOver = false;

  async function clean(): Promise<void> {
    await writer.flush();
    const removal = await store.ask("removable", clock.now() - retentionDays * DAY_MS);
    if (removal) {
      const { first, last, count, lastHash } = removal;
      const details = { first, last, count, last_hash: lastHash, retention_days: retentionDays };
      const line = { action: "audit.cleaned_up", outcome: "ok", details };
      await store.ask("entomb", { record: toRecord(line, randomness.uuid(), clock.now()), removal });
      log.info({ log: "audit", ...line }, "audit");
    }
    while (!isOver && (await store.ask("sweep", SWEEP)) > 0);
  }

  let cleaning = Promise.resolve();
  function start(): void {
    cleaning = cleaning
      .then(clean)
      .catch((error: unknown) => log.error({ failure: describeFailure(error) }, "old audit entries could not be removed"));
  }
  start();
  const daily = every(DAY_MS, start);
  return {
    async [Symbol.asyncDispose]() {
      isOver = true;
      daily[Symbol.dispose]();
      await cleaning;
    },
  };
}
