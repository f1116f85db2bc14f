import type { StakingAction, StakingForecast, StakingRules } from "@lucid/contract";
import type { NodeClient } from "../network/create-node-client.ts";
import { type ExactObject, listOf, objectOf } from "../network/exact-json.ts";
import { readNewestBlock } from "../network/read-block.ts";
import { bandwidthCost, readParameters, sizeOf, whole } from "../transfers/network-cost.ts";
import { SLOTS_AN_HOUR } from "../tron/staking-contract.ts";
import { readLoan } from "./read-loans.ts";
import {
  DAY_MS,
  dueBy,
  needAddress,
  readLendable,
  readReward,
  readStake,
  type Stake,
  SUN_PER_TRX,
  votesOf,
} from "./read-stake.ts";
import { type Freeze, judgeAction, votesLost } from "./stake-rules.ts";

/** Milliseconds of a block's slot. */
const SLOT_MS = 3_600_000 / SLOTS_AN_HOUR;

export interface AskedStaking {
  readonly from: string;
  readonly action: StakingAction;
  readonly rules: StakingRules;
  /** Of the balance, what other orders are about to take. */
  readonly reserved: bigint;
  /** What this node has staked for the wallet, of the same resource. */
  readonly freezes: readonly Freeze[];
  readonly isOnDevice: boolean;
}
type Forecast = Omit<StakingForecast, "network">;

/**
 * What an order about a stake would do and cost now, and what stands in its way, by the solidified state, the network's own parameters and this
 * node's rules. @throws NetworkError
 */
export async function forecastStaking(client: NodeClient, asked: AskedStaking): Promise<Forecast> {
  const { from, action, rules, reserved, freezes, isOnDevice } = asked;
  const { kind, resource = "energy", to_address: to } = action;
  const isLoan = (kind === "delegate" || kind === "undelegate") && to !== undefined;
  // Known before the state is asked for, so that the state is not older.
  const { timestampMs: now } = await readNewestBlock(client, "walletsolidity");
  const [stake, parameters, resources, receiver, loans, lendable, reward, unknownWitness] = await Promise.all([
    readStake(client, from),
    readParameters(client),
    client.ask("/wallet/getaccountresource", { address: from, visible: true }),
    isLoan ? readStake(client, to) : undefined,
    isLoan ? readLoan(client, from, to) : [],
    kind === "delegate" ? readLendable(client, from, resource) : 0n,
    kind === "claim" ? readReward(client, from) : 0n,
    kind === "vote" ? namesUnknown(client, action) : false,
  ]);
  const ofResource = loans.filter((loan) => loan.resource === resource);
  const hindrance = judgeAction({
    ...{ action, from, now, stake, rules, reserved, freezes, lendable, reward, receiver, unknownWitness, isOnDevice },
    loans: ofResource,
    power: whole(resources, "tronPowerLimit"),
    mostLockMs: kind === "delegate" ? Number(parameters.named("getMaxDelegateLockPeriod")) * SLOT_MS : 0,
  });
  const bytes = sizeOf({ asset: null, from, staking: action });
  const { held, burned } = bandwidthCost(resources, bytes, { a_byte: parameters.transactionFee });
  const needed = burned + reserved + (kind === "freeze" ? BigInt(action.amount ?? 0) : 0n);
  return {
    obstacle: hindrance?.obstacle ?? (stake.balance < needed && burned > 0n ? "fee" : null),
    limit: hindrance?.limit?.toString() ?? null,
    until: timeOf(hindrance?.until),
    cost: { bandwidth: Number(bytes), bandwidth_held: Number(held), fee_sun: burned.toString() },
    effect: {
      ...movedBy(action, stake, now, reward),
      units_a_day: Number(unitsADay(resources, action)),
      bound_until: timeOf(boundUntil(action, now, rules, () => Number(parameters.named("getUnfreezeDelayDays")))),
      votes_before: kind === "vote" || kind === "unfreeze" ? [...stake.votes] : [],
      votes_lost: lostBy(action, stake, whole(resources, "tronPowerLimit")).toString(),
    },
  };
}

const timeOf = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());

/** Amounts that an order moves: unfreezings that are due are paid out by the way, as the network does. */
function movedBy({ kind, amount = "0" }: StakingAction, stake: Stake, now: number, reward: bigint) {
  const { due, waiting } = dueBy(stake, now);
  const about = { withdraw: due, "cancel-unfreezing": waiting, claim: reward, vote: 0n } as const;
  const paid = kind === "claim" ? reward : kind === "withdraw" || kind === "unfreeze" || kind === "cancel-unfreezing" ? due : 0n;
  return {
    amount: kind in about ? about[kind as keyof typeof about].toString() : amount,
    paid_out: paid.toString(),
    staked_again: (kind === "cancel-unfreezing" ? waiting : 0n).toString(),
  };
}

/** What a stake gives in a day: its share of what the network shares out (calculateGlobalEnergyLimit of java-tron), in which it takes part itself. */
function unitsADay(resources: ExactObject, { kind, resource, amount = "0" }: StakingAction): bigint {
  if (resource === undefined) return 0n;
  const name = resource === "energy" ? "Energy" : "Net";
  const sun = BigInt(amount);
  const weight = whole(resources, `Total${name}Weight`) * SUN_PER_TRX + (kind === "freeze" ? sun : 0n);
  return weight === 0n ? 0n : (sun * whole(resources, `Total${name}Limit`)) / weight;
}

function boundUntil(
  { kind, lock_hours }: StakingAction,
  now: number,
  { hold_days }: StakingRules,
  delayDays: () => number,
): number | undefined {
  if (kind === "freeze") return hold_days === 0 ? undefined : now + hold_days * DAY_MS;
  if (kind === "unfreeze") return now + delayDays() * DAY_MS;
  return kind === "delegate" && lock_hours !== undefined ? now + lock_hours * 3_600_000 : undefined;
}

function lostBy({ kind, amount = "0", votes = [] }: StakingAction, stake: Stake, power: bigint): bigint {
  if (kind === "vote") {
    const [before, after] = [votesOf(stake.votes), votesOf(votes)];
    return before > after ? before - after : 0n;
  }
  if (kind !== "unfreeze") return 0n;
  const { energy, bandwidth } = stake;
  const exact = energy.staked + energy.lent + bandwidth.staked + bandwidth.lent;
  const powerSun = exact > power * SUN_PER_TRX ? exact : power * SUN_PER_TRX;
  return votesLost(stake.votes, powerSun - BigInt(amount));
}

/** Whether somebody is named who is no candidate. */
async function namesUnknown(client: NodeClient, { votes = [] }: StakingAction): Promise<boolean> {
  const listed = listOf((await client.ask("/walletsolidity/listwitnesses", { visible: true }))["witnesses"]);
  const known = new Set(listed.map((one) => needAddress(objectOf(one), "address")));
  return votes.some(({ witness }) => !known.has(witness));
}
