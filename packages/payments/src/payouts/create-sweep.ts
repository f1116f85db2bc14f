import type { Payee, PaymentsOptions, Payout, PayoutObstacle, Sweep } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { Refusal } from "../refusal.ts";
import type { ScheduleRepository } from "../schedules/schedule-repository.ts";
import type { Ledger } from "./ledger.ts";
import type { PayoutRepository } from "./payout-repository.ts";
import { largestDue } from "./payout-rules.ts";
import { AT_ONCE, type Wanted } from "./wanted.ts";

export interface SweepDeps {
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, "balance">;
  readonly payouts: Pick<PayoutRepository, "byKey" | "used">;
  /** Who is paid by a schedule, when that is due, is paid by nothing else that comes by itself. */
  readonly schedules: Pick<ScheduleRepository, "holds">;
  /** @returns the ids of what was made. @throws Refusal */
  readonly make: (wanted: readonly Wanted[], isBatch: boolean) => Promise<readonly string[] | undefined>;
  readonly show: (payoutId: string) => Payout;
}

/** One payout for each to whom enough is owed, once an hour at most. */
export function createSweep(
  { clock, ledger, payouts, schedules, make, show }: SweepDeps,
  { network: name, payout_rules: rules }: Pick<PaymentsOptions, "network" | "payout_rules">,
): (payees: readonly Payee[]) => Promise<Sweep> {
  /** One payee's turn: what it made, or what kept it; undefined where nothing is due. */
  async function sweepOne(
    payee: Payee,
    period: string,
  ): Promise<{ readonly made: string } | { readonly obstacle: PayoutObstacle } | undefined> {
    const key = `sweep:${name}:${payee.user_id}:${period}`;
    const { accrued } = ledger.balance(name, payee.user_id);
    if (accrued < BigInt(rules.threshold) || payouts.byKey(key) || schedules.holds(name, payee.user_id)) return undefined;
    const usedOn = (days: { readonly from: number; readonly to: number }) => payouts.used(name, payee.user_id, days).amount;
    const { amount, route } = largestDue(payee, accrued, usedOn, clock.now(), rules);
    if (amount < BigInt(rules.least)) return { obstacle: "day-of-payee" };
    const wanted = { payee, amount, route, note: "", key, by: null, ...AT_ONCE } as const;
    try {
      const [made] = (await make([wanted], false)) ?? [];
      return made === undefined ? undefined : { made };
    } catch (error) {
      if (!(error instanceof Refusal) || error.refusal !== "PAYOUT_IMPOSSIBLE") throw error;
      return error.details as { readonly obstacle: PayoutObstacle };
    }
  }

  return async (payees) => {
    const period = new Date(clock.now()).toISOString().slice(0, 13);
    const made: string[] = [];
    const left: { payee: Sweep["left"][number]["payee"]; obstacle: PayoutObstacle }[] = [];
    for (const payee of payees) {
      if (made.length >= rules.batch) break;
      const outcome = await sweepOne(payee, period);
      if (outcome === undefined) continue;
      if ("made" in outcome) made.push(outcome.made);
      else left.push({ payee: payee.user_id as Sweep["left"][number]["payee"], obstacle: outcome.obstacle });
    }
    return { period, made: made.map(show), left };
  };
}
