import { LucidError, tronErrors, UserId } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { createPayoutLog, type PayoutLogDeps } from "./create-payout-log.ts";
import {
  createPayoutsService,
  type PayoutsServiceDeps,
  type SweepDeps,
  stateAndAnchor,
  sweep,
} from "./create-payouts-service.ts";
import { payoutAlerts } from "./payout-alerts.ts";

/** What is due is paid, ledger and chain are compared, and what was paid until the day began is stated, every hour. */
const SWEEP_MS = 3_600_000;

/** What is owed to people, and how it is paid. Ledger and payouts are kept by the process of payments; who is who, this node knows. */
export function startPayouts(
  { clock, log, keys }: Pick<Ground, "clock" | "log" | "keys">,
  parts: PayoutsServiceDeps & SweepDeps & Pick<PayoutLogDeps, "chain">,
): Area {
  const deps = { ...parts, payoutLog: createPayoutLog({ ...parts, keys, log }) };
  let next: Disposable | undefined;
  let isStopped = false;

  async function everyHour(): Promise<void> {
    try {
      const { ok, differences } = await deps.payments().call("reconcilePayouts", {});
      if (!ok) log.error({ differences }, "ledger, wallets and chain do not agree: payouts stop");
      const { made, left } = await sweep(deps);
      if (made.length + left.length > 0) log.info({ made: made.length, left: left.length }, "payouts were made");
      await stateAndAnchor(deps, false);
    } catch (error) {
      if (error instanceof LucidError && error.code === tronErrors.spec.PAYMENTS_OFF.code) return;
      if (error instanceof LucidError) log.warn({ cause: error.message }, "what is due is paid with the next hour");
      else if (!isStopped) log.error({ err: error }, "what is due is paid with the next hour");
    }
    wait();
  }
  function wait(): void {
    if (!isStopped) next = clock.after(SWEEP_MS, () => void everyHour());
  }
  wait();

  return {
    services: { payouts: createPayoutsService(deps) },
    events: {
      payouts(id, { principal }) {
        if (!principal || (id !== principal.userId && !principal.permissions.has("view_all_payouts"))) return undefined;
        return { type: "payouts", payee: id === "" ? null : UserId.parse(id) };
      },
    },
    async alerts() {
      try {
        return payoutAlerts(await deps.payments().call("payoutOverview", {}));
      } catch (error) {
        if (!(error instanceof LucidError)) throw error;
        // That payments are away is an alert of its own.
        return [];
      }
    },
    async [Symbol.asyncDispose]() {
      isStopped = true;
      next?.[Symbol.dispose]();
    },
  };
}
