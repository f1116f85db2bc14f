import type { Payee, PaymentsOptions, Payout, PayoutObstacle, Sweep } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { Refusal } from "../refusal.ts";
import type { Ledger } from "./ledger.ts";
import type { PayoutRepository } from "./payout-repository.ts";
import { daysAround } from "./payout-rules.ts";
import { AT_ONCE, type Wanted } from "./wanted.ts";

export interface SweepDeps {
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, "balance">;
  readonly payouts: Pick<PayoutRepository, "byKey" | "used">;
  /** @returns the ids of what was made. @throws Refusal */
  readonly make: (wanted: readonly Wanted[], isBatch: boolean) => Promise<readonly string[] | undefined>;
  readonly show: (payoutId: string) => Payout;
}

/** One payout for each to whom enough is owed, once an hour at most. */
export function createSweep(
  { clock, ledger, payouts, make, show }: SweepDeps,
  { network: name, payout_rules: rules }: Pick<PaymentsOptions, "network" | "payout_rules">,
): (payees: readonly Payee[]) => Promise<Sweep> {
  /** One payee's turn: what it made, or what kept it; undefined where nothing is due. */
  async function sweepOne(
    payee: Payee,
    period: string,
  ): Promise<{ readonly made: string } | { readonly obstacle: PayoutObstacle } | undefined> {
    const key = `sweep:${name}:${payee.user_id}:${period}`;
    const { accrued } = ledger.balance(name, payee.user_id);
    if (accrued < BigInt(rules.threshold) || payouts.byKey(key)) return undefined;
    const isChecked = payee.is_operator || (payee.is_verified && accrued >= BigInt(rules.v0_most));
    const day = payouts.used(name, payee.user_id, daysAround(clock.now())).amount;
    const room = isChecked ? BigInt(rules.most) : BigInt(rules.v0_most) - day;
    const amount = accrued < room ? accrued : room;
    if (amount < BigInt(rules.least)) return { obstacle: "day-of-payee" };
    const wanted = { payee, amount, route: isChecked ? "kyc" : "v0", note: "", key, by: null, ...AT_ONCE } as const;
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
