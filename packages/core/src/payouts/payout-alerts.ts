import type { PayoutOverview } from "@lucid/contract";
import type { FoundAlert } from "../calls/index.ts";

/** Thousandths of a limit: what is left of it is two hundred of a thousand USDT, time enough to raise it. */
const NEAR_PERMILLE = 800n;

/** What of payouts asks for somebody: that ledger, wallets and chain do not agree, and limits of all together that will soon hold up others. */
export function payoutAlerts({
  day_used,
  hour_used,
  rules,
  reconciliation,
}: Pick<PayoutOverview, "day_used" | "hour_used" | "rules" | "reconciliation">): FoundAlert[] {
  const limits = [
    { limit: "day", used: BigInt(day_used), most: BigInt(rules.day_total) },
    { limit: "hour", used: BigInt(hour_used), most: BigInt(rules.hour_total) },
  ];
  const disagree: FoundAlert[] =
    reconciliation?.ok === false
      ? [{ code: "books-disagree", severity: "critical", data: { count: reconciliation.differences.length } }]
      : [];
  const near = limits
    .filter(({ used, most }) => most > 0n && used * 1_000n >= most * NEAR_PERMILLE)
    .map(
      ({ limit, used, most }): FoundAlert => ({
        code: "payout-limit-near",
        severity: "warning",
        data: { limit, share: Number((used * 1_000n) / most) / 1_000 },
      }),
    );
  return [...disagree, ...near];
}
