import type { Chain } from "@lucid/chain";
import type { AuditAnchor } from "@lucid/contract";
import { describeFailure } from "@lucid/foundation";
import type { Logger } from "pino";
import type { Ground } from "../ground/index.ts";
import type { AuditArea } from "./start-audit.ts";

export interface AnchoringDeps {
  readonly audit: Pick<AuditArea, "store" | "writer">;
  readonly chain: {
    readonly submit: Pick<Chain["submit"], "own">;
    readonly read: Pick<Chain["read"], "auditHeadsOf">;
  };
  readonly log: Logger;
  readonly every: Ground["every"];
}

export interface Anchoring extends AsyncDisposable {
  /** Newest first: heads of the log that the chain holds. */
  anchors(logId: string, most: number): readonly AuditAnchor[];
}

const HOUR_MS = 3_600_000;

/** States the head of the log on the chain, each hour and when the node stops. Nobody is named: a hash and a count. */
export function startAnchoring({ audit, chain, log, every }: AnchoringDeps): Anchoring {
  let stated = 0;
  let stating: Promise<void> | undefined;

  async function state(): Promise<void> {
    await audit.writer.flush();
    const { logId, size, head } = await audit.store.ask("head", null);
    if (size <= stated) return;
    const outcome = chain.submit.own("audit_checkpoint", { log: logId, size, root: head });
    // It shrinks only against a statement of before a restart, which still waits or is on the chain already.
    if (outcome.kind === "refused" && outcome.reason !== "audit_log_shrinks")
      log.error({ reason: outcome.reason, size }, "the head of the audit log is not anchored");
    else stated = size;
  }

  function start(): Promise<void> {
    stating ??= state()
      .catch((error: unknown) => log.error({ failure: describeFailure(error) }, "the head of the audit log is not anchored"))
      .finally(() => {
        stating = undefined;
      });
    return stating;
  }

  const hourly = every(HOUR_MS, () => void start());
  return {
    anchors: (logId, most) =>
      chain.read.auditHeadsOf(logId, most).map(({ size, root, transaction_id, height, time, final }) => ({
        size,
        root,
        transaction_id,
        block_height: height,
        anchored_at: new Date(time * 1_000).toISOString(),
        final,
      })),
    async [Symbol.asyncDispose]() {
      hourly[Symbol.dispose]();
      await stating;
      await start();
    },
  };
}
