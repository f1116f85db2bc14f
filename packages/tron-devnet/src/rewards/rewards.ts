import { PARAMETERS } from "../chain/parameters.ts";
import { accountOf, changeAccount, property } from "../state/account.ts";
import type { State, StateReader } from "../state/state.ts";
import type { RewardMark, Vote } from "../state/tables.ts";
import type { Address } from "../text/address.ts";

/** Sun for one vote are kept times this (DECIMAL_OF_VI_REWARD of java-tron). */
const VI_DECIMALS = 10n ** 18n;
export const DEFAULT_BROKERAGE = 20;
/** So many witnesses share what a block pays to those who stand by (WITNESS_STANDBY_LENGTH of java-tron). */
const STANDBY = 127;

const inCycle = (cycle: bigint, witness: Address): string => `${cycle}/${witness}`;
export const currentCycle = (state: StateReader): bigint => property(state, "cycle");

const viOf = (state: StateReader, cycle: bigint, witness: Address): bigint => state.get("cycleVi", inCycle(cycle, witness)) ?? 0n;

function addAllowance(state: State, address: Address, amount: bigint): void {
  if (amount > 0n) changeAccount(state, address, { allowance: accountOf(state, address).allowance + amount });
}

/** A witness keeps its brokerage; the rest is its voters' of this cycle (MortgageService.payReward of java-tron). */
function pay(state: State, witness: Address, value: bigint): void {
  const cycle = currentCycle(state);
  const brokerage = state.get("cycleBrokerage", inCycle(cycle, witness)) ?? DEFAULT_BROKERAGE;
  const own = BigInt(Math.trunc((brokerage / 100) * Number(value)));
  const key = inCycle(cycle, witness);
  state.set("cycleReward", key, (state.get("cycleReward", key) ?? 0n) + value - own);
  addAllowance(state, witness, own);
}

/** What a block pays: its producer, and by their votes those who stand by. */
export function payBlock(state: State, producer: Address): void {
  pay(state, producer, PARAMETERS.witnessPayPerBlock);
  const voted = (state.get("list", "witnesses") ?? [])
    .map((address) => ({ address, votes: state.get("witness", address)?.votes ?? 0n }))
    .toSorted((a, b) => (a.votes === b.votes ? 0 : a.votes < b.votes ? 1 : -1))
    .slice(0, STANDBY);
  const sum = voted.reduce((total, { votes }) => total + votes, 0n);
  if (sum === 0n) return;
  const forOneVote = Number(PARAMETERS.standbyPayPerBlock) / Number(sum);
  for (const { address, votes } of voted) pay(state, address, BigInt(Math.trunc(Number(votes) * forOneVote)));
}

/** Ends a cycle for a witness: what one vote has earned by now (DelegationStore.accumulateWitnessVi of java-tron). */
export function closeCycle(state: State, witness: Address, votes: bigint): void {
  const cycle = currentCycle(state);
  const before = viOf(state, cycle - 1n, witness);
  const reward = state.get("cycleReward", inCycle(cycle, witness)) ?? 0n;
  const earned = reward === 0n || votes === 0n ? 0n : (reward * VI_DECIMALS) / votes;
  if (before + earned > 0n) state.set("cycleVi", inCycle(cycle, witness), before + earned);
}

/** What votes have earned in the cycles from `begin` until before `end`. */
function earned(state: StateReader, begin: bigint, end: bigint, votes: readonly Vote[]): bigint {
  if (begin >= end) return 0n;
  return votes.reduce((sum, { address, count }) => {
    const delta = viOf(state, end - 1n, address) - viOf(state, begin - 1n, address);
    return delta > 0n ? sum + (delta * count) / VI_DECIMALS : sum;
  }, 0n);
}

const UNMARKED: RewardMark = { begin: 0n, end: -1n };

interface Due {
  readonly reward: bigint;
  /** Undefined: nothing is taken and nothing changes. */
  readonly next: RewardMark | undefined;
}

function dueOf(state: StateReader, address: Address): Due {
  const mark = state.get("rewardMark", address) ?? UNMARKED;
  const cycle = currentCycle(state);
  const { votes } = accountOf(state, address);
  if (mark.begin > cycle || (mark.begin === cycle && mark.votes)) return { reward: 0n, next: undefined };
  let { begin } = mark;
  let reward = 0n;
  if (begin + 1n === mark.end && begin < cycle) {
    reward = earned(state, begin, mark.end, mark.votes ?? []);
    begin += 1n;
  }
  if (votes.length === 0) return { reward, next: { begin: cycle + 1n, end: mark.end } };
  reward += earned(state, begin, cycle, votes);
  return { reward, next: { begin: cycle, end: cycle + 1n, votes } };
}

/** Adds what an account's votes earned to its allowance (MortgageService.withdrawReward of java-tron). */
export function settleRewards(state: State, address: Address): void {
  const { reward, next } = dueOf(state, address);
  if (!next) return;
  addAllowance(state, address, reward);
  state.set("rewardMark", address, next);
}

/** What an account could withdraw (MortgageService.queryReward of java-tron). */
export const rewardOf = (state: StateReader, address: Address): bigint =>
  accountOf(state, address).allowance + dueOf(state, address).reward;
