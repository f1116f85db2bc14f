import type { Payee, PayoutObstacle, PayoutPriority, PayoutRoute, PayoutRules } from "@lucid/contract";

const MINUTE_MS = 60_000;
/** A batch of more than so many is looked at by a second person. */
const LARGE_BATCH = 20;
const TRX = 1_000_000n;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Who knows what is owed, and what the network costs, in more than a month? */
const MOST_AHEAD_MS = 30 * DAY_MS;

/** From the one that waits for all others to the one that waits for none. */
export const PRIORITIES: readonly PayoutPriority[] = ["low", "normal", "high", "urgent"];

/** When a payout may begin. */
export const dueOf = ({
  requested_at,
  not_before,
}: {
  readonly requested_at: number;
  readonly not_before: number | null;
}): number => Math.max(requested_at, not_before ?? 0);

/** All that may begin in any day in which one does that is due then: counted together, no day can hold more than its limit. */
export const daysAround = (due: number): { readonly from: number; readonly to: number } => ({
  from: due - DAY_MS,
  to: due + DAY_MS,
});

export const isTooFar = (due: number, now: number): boolean => due > now + MOST_AHEAD_MS;

/** What a payout was asked for, as far as rules look at it. Amounts in micro-USDT. */
export interface Asked {
  readonly payee: Payee;
  readonly amount: bigint;
  /** Undefined where the rules choose. */
  readonly route: PayoutRoute | undefined;
}
/** What counts against limits: what was made for this payee, and for all, within a day, and not given up; `accrued` is owed and not set aside. */
export interface Usage {
  readonly accrued: bigint;
  readonly payeeDay: { readonly amount: bigint; readonly count: number };
  readonly dayTotal: bigint;
}

/** Operators are always checked persons; others from the amount on that goes to nobody unchecked. */
export const routeOf = ({ payee, amount, route }: Asked, rules: PayoutRules): PayoutRoute =>
  route ?? (payee.is_operator || amount >= BigInt(rules.v0_most) ? "kyc" : "v0");

/** The most that can be paid of what is owed to somebody, by which route, and what keeps the rest of it. */
export function largestDue(
  payee: Payee,
  accrued: bigint,
  usedOn: (days: { readonly from: number; readonly to: number }) => bigint,
  now: number,
  rules: PayoutRules,
): { readonly amount: bigint; readonly route: "kyc" | "v0"; readonly keeps: PayoutObstacle } {
  const isChecked = payee.is_operator || (payee.is_verified && accrued >= BigInt(rules.v0_most));
  const room = isChecked ? BigInt(rules.most) : BigInt(rules.v0_most) - usedOn(daysAround(now));
  const amount = accrued < room ? accrued : room;
  return isChecked ? { amount, route: "kyc", keeps: "above-maximum" } : { amount, route: "v0", keeps: "day-of-payee" };
}

/** What forbids a payout, by amounts and persons alone; undefined where nothing does. */
export function obstacleOf(asked: Asked, usage: Usage, rules: PayoutRules): PayoutObstacle | undefined {
  const { payee, amount } = asked;
  const route = routeOf(asked, rules);
  if (amount < BigInt(rules.least) || amount <= BigInt(rules.fee)) return "below-minimum";
  if (amount > BigInt(rules.most) || (route === "v0" && amount > BigInt(rules.v0_most))) return "above-maximum";
  if (route === "v0" && payee.is_operator) return "not-verified";
  if (route === "kyc" && !payee.is_verified) return "not-verified";
  if (amount > usage.accrued) return "not-owed";
  if (usage.payeeDay.count >= rules.payee_day) return "count-of-payee";
  if (route === "v0" && usage.payeeDay.amount + amount > BigInt(rules.v0_most)) return "day-of-payee";
  if (usage.dayTotal + amount > BigInt(rules.day_total)) return "day-of-all";
  return undefined;
}

/** What forbids to send something back; `left` is what can be of its transfer, undefined where that came from elsewhere. */
export function obstacleOfRefund(
  amount: bigint,
  { left, dayTotal }: { readonly left: bigint | undefined } & Pick<Usage, "dayTotal">,
  rules: PayoutRules,
): PayoutObstacle | undefined {
  if (amount <= 0n) return "below-minimum";
  if (amount > BigInt(rules.most)) return "above-maximum";
  if (left === undefined || amount > left) return "nothing-over";
  if (dayTotal + amount > BigInt(rules.day_total)) return "day-of-all";
  return undefined;
}

/** How many others have to approve, and within which time. */
export function approvalsOf(
  route: PayoutRoute,
  amount: bigint,
  batchSize: number,
  rules: PayoutRules,
): { readonly needed: number; readonly withinMs: number | undefined } {
  if (route === "direct") return { needed: 2, withinMs: 5 * MINUTE_MS };
  if (amount >= BigInt(rules.approve_from)) return { needed: 1, withinMs: 30 * MINUTE_MS };
  if (batchSize > LARGE_BATCH) return { needed: 1, withinMs: 60 * MINUTE_MS };
  return { needed: 0, withinMs: undefined };
}

/** The most that the network may cost for a payout, in sun: a share of its amount, by what a TRX is taken for. */
export const mostFeeOf = (amount: bigint, { cost_permille, trx_price }: PayoutRules): bigint =>
  (amount * BigInt(cost_permille) * TRX) / (1_000n * BigInt(trx_price));
