import type { StakingAction, StakingObstacle, StakingRules, StakingVote } from "@lucid/contract";
import type { Loan } from "./read-loans.ts";
import { DAY_MS, dueBy, type Stake, SUN_PER_TRX, sumOf, votesOf } from "./read-stake.ts";

/** What was staked by this node, and when, by the network's time. */
export interface Freeze {
  readonly amount: bigint;
  readonly at: number;
}
/** What stands in the way; `limit` in sun, `until` by the network's time. */
export interface Hindrance {
  readonly obstacle: StakingObstacle;
  readonly limit?: bigint;
  readonly until?: number;
}
/** Everything that is known when an order is judged. */
export interface Judged {
  readonly action: StakingAction;
  readonly from: string;
  /** The network's time. */
  readonly now: number;
  readonly stake: Stake;
  readonly rules: StakingRules;
  /** Of the balance, what other orders are about to take. */
  readonly reserved: bigint;
  readonly freezes: readonly Freeze[];
  readonly lendable: bigint;
  readonly reward: bigint;
  /** Votes that the stake carries. */
  readonly power: bigint;
  readonly receiver: Pick<Stake, "exists" | "isContract"> | undefined;
  readonly loans: readonly Loan[];
  readonly mostLockMs: number;
  readonly unknownWitness: boolean;
  /** The key is on a device, which signs what its app knows. */
  readonly isOnDevice: boolean;
}

/** Candidates that app-tron takes in one order (`MAX_VOTES` of its parse.h, and its Contract.options). */
const DEVICE_VOTES = 5;

/** What of a stake this node does not unstake yet, and until when that is. */
export function heldBack(
  freezes: readonly Freeze[],
  { hold_days }: Pick<StakingRules, "hold_days">,
  now: number,
): { readonly held: bigint; readonly until: number | undefined } {
  const young = hold_days === 0 ? [] : freezes.filter(({ at }) => at + hold_days * DAY_MS > now);
  const until = young.length === 0 ? undefined : Math.max(...young.map(({ at }) => at)) + hold_days * DAY_MS;
  return { held: sumOf(young), until };
}

/** Of what is lent, what is locked no longer. */
export function free(loans: readonly Loan[], now: number): bigint {
  return sumOf(loans.filter(({ until }) => until === undefined || until < now));
}

/** Votes that an unfreezing takes back: those of before shrink in the same measure (updateVote of java-tron). */
export function votesLost(votes: readonly StakingVote[], powerSun: bigint): bigint {
  const total = votesOf(votes);
  if (total * SUN_PER_TRX <= powerSun) return 0n;
  const kept = votes.reduce((sum, { votes: count }) => sum + (BigInt(count) * powerSun) / (total * SUN_PER_TRX), 0n);
  return total - kept;
}

/** The first thing that stands in the way of an order, beside what it costs; the rules are those of java-tron's actuators, and this node's. */
export function judgeAction(judged: Judged): Hindrance | undefined {
  const { action, now, stake } = judged;
  const amount = BigInt(action.amount ?? 0);
  if (judged.isOnDevice && !isKnownToDevice(action)) return { obstacle: "device" };
  switch (action.kind) {
    case "freeze":
      return judgeFreeze(judged, amount);
    case "unfreeze":
      return judgeUnfreeze(judged, amount);
    case "withdraw": {
      const next = stake.unfreezing.map(({ dueAt }) => dueAt).toSorted((a, b) => a - b)[0];
      return dueBy(stake, now).due > 0n ? undefined : { obstacle: "nothing-due", ...(next === undefined ? {} : { until: next }) };
    }
    case "cancel-unfreezing":
      return stake.unfreezing.length > 0 ? undefined : { obstacle: "nothing-waits" };
    case "delegate":
      return judgeLoan(judged, amount);
    case "undelegate":
      return judgeReturn(judged, amount);
    case "vote": {
      if (judged.unknownWitness) return { obstacle: "witness-unknown" };
      return votesOf(action.votes ?? []) > judged.power ? { obstacle: "votes" } : undefined;
    }
    case "claim": {
      const again = stake.claimedAt + DAY_MS;
      if (stake.claimedAt > 0 && again > now) return { obstacle: "too-soon", until: again };
      return judged.reward > 0n ? undefined : { obstacle: "no-reward" };
    }
  }
}

/** What app-tron parses of a stake (`processTx` of its parse.c): CancelAllUnfreezeV2 is not among it. */
const isKnownToDevice = ({ kind, votes = [] }: StakingAction): boolean =>
  kind !== "cancel-unfreezing" && votes.length <= DEVICE_VOTES;

function judgeFreeze({ stake, rules, reserved }: Judged, amount: bigint): Hindrance | undefined {
  if (amount < SUN_PER_TRX) return { obstacle: "below-one", limit: SUN_PER_TRX };
  if (amount < BigInt(rules.least)) return { obstacle: "below-least", limit: BigInt(rules.least) };
  if (amount > BigInt(rules.most)) return { obstacle: "above-most", limit: BigInt(rules.most) };
  const left = stake.balance - reserved;
  return left < amount ? { obstacle: "balance", limit: left > 0n ? left : 0n } : undefined;
}

function judgeUnfreeze({ action, stake, freezes, rules, now }: Judged, amount: bigint): Hindrance | undefined {
  const { staked } = stake[action.resource ?? "energy"];
  if (amount > staked) return { obstacle: "not-staked", limit: staked };
  const { held, until } = heldBack(freezes, rules, now);
  const movable = staked > held ? staked - held : 0n;
  if (amount > movable) return { obstacle: "held", limit: movable, ...(until === undefined ? {} : { until }) };
  if (dueBy(stake, now).left > 0) return undefined;
  return { obstacle: "unfreezings", until: Math.min(...stake.unfreezing.map(({ dueAt }) => dueAt).filter((at) => at > now)) };
}

function judgeLoan(judged: Judged, amount: bigint): Hindrance | undefined {
  const { action, from, receiver, lendable, loans, now, mostLockMs } = judged;
  if (amount < SUN_PER_TRX) return { obstacle: "below-one", limit: SUN_PER_TRX };
  if (action.to_address === from) return { obstacle: "receiver-self" };
  if (!receiver?.exists) return { obstacle: "receiver-unknown" };
  if (receiver.isContract) return { obstacle: "receiver-contract" };
  if (amount > lendable) return { obstacle: "not-free", limit: lendable };
  if (action.lock_hours === undefined) return undefined;
  const lockMs = action.lock_hours * 3_600_000;
  if (lockMs > mostLockMs) return { obstacle: "lock-long" };
  const locked = Math.max(0, ...loans.map(({ until }) => until ?? 0));
  return now + lockMs < locked ? { obstacle: "lock-short", until: locked } : undefined;
}

function judgeReturn({ action, from, loans, now }: Judged, amount: bigint): Hindrance | undefined {
  if (action.to_address === from) return { obstacle: "receiver-self" };
  const limit = free(loans, now);
  if (amount <= limit) return undefined;
  const until = amount <= sumOf(loans) ? Math.max(0, ...loans.map((loan) => loan.until ?? 0)) : 0;
  return { obstacle: "not-lent", limit, ...(until === 0 ? {} : { until }) };
}
