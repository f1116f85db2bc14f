import type { StakingAction } from "@lucid/contract";
import { expect, it } from "vitest";
import type { ResourceStake, Stake, Unfreezing } from "./read-stake.ts";
import { heldBack, type Judged, judgeAction, votesLost } from "./stake-rules.ts";

const TRX = 1_000_000n;
const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 10, 30);
const none: ResourceStake = { staked: 0n, lent: 0n, borrowed: 0n, usedAt: undefined };
const nothing: Stake = {
  ...{ exists: true, isContract: false, balance: 0n, energy: none, bandwidth: none, unfreezing: [], votes: [], claimedAt: 0 },
};
const base: Omit<Judged, "action"> = {
  ...{ from: "me", now: NOW, stake: nothing, rules: { least: "1000000000", most: "2000000000", hold_days: 3 } },
  ...{ reserved: 0n, freezes: [], lendable: 0n, reward: 0n, power: 0n, receiver: undefined, loans: [] },
  ...{ mostLockMs: 30 * DAY_MS, unknownWitness: false, isOnDevice: false },
};
const judge = (action: StakingAction, over: Partial<Judged> = {}) => judgeAction({ ...base, ...over, action });
const of = (kind: StakingAction["kind"], amount: bigint, to?: string): StakingAction => ({
  ...{ kind, amount: amount.toString(), resource: "energy" },
  ...(to === undefined ? {} : { to_address: to }),
});
const waiting = (count: number, dueAt: number): readonly Unfreezing[] =>
  Array.from({ length: count }, (_, index) => ({ resource: "energy" as const, amount: TRX, dueAt: dueAt + index }));

it("stakes no less and no more than the network and the node take, and no more than there is", () => {
  const rich = { stake: { ...nothing, balance: 5_000n * TRX } };
  expect(judge(of("freeze", TRX - 1n), rich)).toEqual({ obstacle: "below-one", limit: TRX });
  expect(judge(of("freeze", 1_000n * TRX - 1n), rich)).toEqual({ obstacle: "below-least", limit: 1_000n * TRX });
  expect(judge(of("freeze", 2_000n * TRX + 1n), rich)).toEqual({ obstacle: "above-most", limit: 2_000n * TRX });
  for (const amount of [1_000n, 2_000n]) expect(judge(of("freeze", amount * TRX), rich)).toBeUndefined();
  const reserved = 4_000n * TRX;
  expect(judge(of("freeze", 1_000n * TRX), { ...rich, reserved })).toBeUndefined();
  expect(judge(of("freeze", 1_000n * TRX + 1n), { ...rich, reserved })).toEqual({ obstacle: "balance", limit: 1_000n * TRX });
  expect(judge(of("freeze", 1_000n * TRX), { reserved })).toEqual({ obstacle: "balance", limit: 0n });
});

it("unstakes what is staked and old enough, of amounts above 2^53 as well, and no 33rd at once", () => {
  const staked = 2n ** 53n + 1n;
  const stake = { ...nothing, energy: { ...none, staked } };
  expect(judge(of("unfreeze", staked), { stake })).toBeUndefined();
  expect(judge(of("unfreeze", staked + 1n), { stake })).toEqual({ obstacle: "not-staked", limit: staked });
  const at = NOW - DAY_MS;
  const freezes = [
    { amount: 5n * TRX, at },
    { amount: 7n * TRX, at: NOW - 3 * DAY_MS },
  ];
  expect(judge(of("unfreeze", staked - 5n * TRX), { stake, freezes })).toBeUndefined();
  expect(judge(of("unfreeze", staked), { stake, freezes })).toEqual({
    ...{ obstacle: "held", limit: staked - 5n * TRX, until: at + 3 * DAY_MS },
  });
  expect(judge(of("unfreeze", 1n), { stake: { ...stake, energy: { ...none, staked: TRX } }, freezes })).toMatchObject({
    limit: 0n,
  });
  const full = { stake: { ...stake, unfreezing: waiting(32, NOW + 1) } };
  expect(judge(of("unfreeze", 1n), full)).toEqual({ obstacle: "unfreezings", until: NOW + 1 });
  // What is due is paid out by the way, and does not count.
  expect(judge(of("unfreeze", 1n), { stake: { ...stake, unfreezing: waiting(32, NOW) } })).toBeUndefined();
});

it("holds nothing where the node asks for no time", () => {
  const freezes = [{ amount: TRX, at: NOW + 60_000 }];
  expect(heldBack(freezes, { hold_days: 0 }, NOW)).toEqual({ held: 0n, until: undefined });
  expect(heldBack(freezes, { hold_days: 1 }, NOW)).toEqual({ held: TRX, until: NOW + 60_000 + DAY_MS });
});

it("withdraws what is due, stakes again what waits, and claims what was earned, once a day", () => {
  expect(judge({ kind: "withdraw" })).toEqual({ obstacle: "nothing-due" });
  const later = { stake: { ...nothing, unfreezing: waiting(2, NOW + 5) } };
  expect(judge({ kind: "withdraw" }, later)).toEqual({ obstacle: "nothing-due", until: NOW + 5 });
  expect(judge({ kind: "withdraw" }, { stake: { ...nothing, unfreezing: waiting(1, NOW) } })).toBeUndefined();
  expect(judge({ kind: "cancel-unfreezing" })).toEqual({ obstacle: "nothing-waits" });
  expect(judge({ kind: "cancel-unfreezing" }, later)).toBeUndefined();
  const claimed = (claimedAt: number) => ({ stake: { ...nothing, claimedAt }, reward: 1n });
  expect(judge({ kind: "claim" }, { reward: 1n })).toBeUndefined();
  expect(judge({ kind: "claim" })).toEqual({ obstacle: "no-reward" });
  expect(judge({ kind: "claim" }, claimed(NOW - DAY_MS + 1))).toEqual({ obstacle: "too-soon", until: NOW + 1 });
  expect(judge({ kind: "claim" }, claimed(NOW - DAY_MS))).toBeUndefined();
});

it("lends what is free, to an account that is there, for as long as the network locks", () => {
  const receiver = { exists: true, isContract: false };
  const known = { receiver, lendable: 10n * TRX };
  const lend = (over: Partial<StakingAction> = {}) => ({ ...of("delegate", 10n * TRX, "you"), ...over });
  expect(judge(lend(), known)).toBeUndefined();
  expect(judge(of("delegate", TRX - 1n, "you"), known)).toEqual({ obstacle: "below-one", limit: TRX });
  expect(judge(of("delegate", TRX, "me"), known)).toEqual({ obstacle: "receiver-self" });
  expect(judge(lend(), { lendable: 10n * TRX })).toEqual({ obstacle: "receiver-unknown" });
  expect(judge(lend(), { ...known, receiver: { exists: true, isContract: true } })).toEqual({ obstacle: "receiver-contract" });
  expect(judge(lend(), { receiver, lendable: 10n * TRX - 1n })).toEqual({ obstacle: "not-free", limit: 10n * TRX - 1n });
  expect(judge(lend({ lock_hours: 720 }), known)).toBeUndefined();
  expect(judge(lend({ lock_hours: 721 }), known)).toEqual({ obstacle: "lock-long" });
  const until = NOW + 3_600_001;
  const loans = [{ resource: "energy" as const, amount: TRX, until }];
  expect(judge(lend({ lock_hours: 1 }), { ...known, loans })).toEqual({ obstacle: "lock-short", until });
  expect(judge(lend({ lock_hours: 2 }), { ...known, loans })).toBeUndefined();
});

it("takes back what is lent and not locked", () => {
  const loans = [
    { resource: "energy" as const, amount: 3n * TRX, until: undefined },
    { resource: "energy" as const, amount: 2n * TRX, until: NOW - 1 },
    { resource: "energy" as const, amount: 4n * TRX, until: NOW + 9 },
  ];
  expect(judge(of("undelegate", 5n * TRX, "you"), { loans })).toBeUndefined();
  expect(judge(of("undelegate", 5n * TRX + 1n, "you"), { loans })).toEqual({
    obstacle: "not-lent",
    limit: 5n * TRX,
    until: NOW + 9,
  });
  expect(judge(of("undelegate", 10n * TRX, "you"), { loans })).toEqual({ obstacle: "not-lent", limit: 5n * TRX });
  expect(judge(of("undelegate", TRX, "me"), { loans })).toEqual({ obstacle: "receiver-self" });
});

it("gives no more votes than the stake does, and to candidates alone", () => {
  const vote: StakingAction = { kind: "vote", votes: [{ witness: "w", votes: "7" }] };
  expect(judge(vote, { power: 7n })).toBeUndefined();
  expect(judge(vote, { power: 6n })).toEqual({ obstacle: "votes" });
  expect(judge(vote, { power: 7n, unknownWitness: true })).toEqual({ obstacle: "witness-unknown" });
});

it("orders nothing of a device that its app does not know", () => {
  const votes = Array.from({ length: 6 }, (_, index) => ({
    witness: `${index}`,
    votes: "1",
  })) as unknown as StakingAction["votes"];
  const device = { isOnDevice: true, power: 6n, stake: { ...nothing, unfreezing: waiting(1, NOW + 1) } };
  expect(judge({ kind: "vote", votes }, device)).toEqual({ obstacle: "device" });
  expect(judge({ kind: "vote", votes: votes?.slice(1) }, device)).toBeUndefined();
  expect(judge({ kind: "vote", votes }, { ...device, isOnDevice: false })).toBeUndefined();
  expect(judge({ kind: "cancel-unfreezing" }, device)).toEqual({ obstacle: "device" });
  expect(judge({ kind: "cancel-unfreezing" }, { ...device, isOnDevice: false })).toBeUndefined();
});

it("says how many votes an unstaking loses, as the network takes them", () => {
  const votes = [
    { witness: "a", votes: "60" },
    { witness: "b", votes: "30" },
  ];
  expect(votesLost(votes, 90n * TRX)).toBe(0n);
  expect(votesLost(votes, 50n * TRX - 1n)).toBe(41n);
  expect(votesLost(votes, 0n)).toBe(90n);
  expect(votesLost([], 0n)).toBe(0n);
});
