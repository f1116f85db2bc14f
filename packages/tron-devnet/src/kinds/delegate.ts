import { PARAMETERS, SUN_PER_TRX } from "../chain/parameters.ts";
import { bool, int64, text } from "../protobuf/message.ts";
import { totalLimit, totalWeight } from "../resources/limits.ts";
import { addUsage, takeOverUsage, usedBy } from "../resources/usage.ts";
import { accountOf, changeAccount, withResource } from "../state/account.ts";
import type { State, StateReader } from "../state/state.ts";
import { type Account, type Delegation, RESOURCES, type ResourceCode } from "../state/tables.ts";
import { type Address, isAddress } from "../text/address.ts";
import { invalid } from "../transactions/refusal.ts";
import { type Kind, success } from "./kind.ts";
import { ownerOf, resourceOf } from "./stake.ts";

/** Slots of three days: how long a lock is where none is said (DELEGATE_PERIOD of java-tron). */
const DEFAULT_LOCK_SLOTS = 86_400n;
const SLOT_MS = 3_000n;

const NONE: Delegation = { amount: { BANDWIDTH: 0n, ENERGY: 0n }, expireTime: { BANDWIDTH: 0n, ENERGY: 0n } };
export const delegationKey = (owner: Address, receiver: Address, isLocked: boolean): string =>
  `${owner}/${receiver}/${isLocked ? "locked" : "free"}`;

/** What of a stake is not in use and may be lent, in sun. `extra` is usage that a transaction will add. */
export function lendable(state: StateReader, account: Account, resource: ResourceCode, slot: bigint, extra = 0n): bigint {
  const used = usedBy(account.usage[resource], slot) + extra;
  const inUse = BigInt(
    Math.trunc(Number(used) * Number(SUN_PER_TRX) * (Number(totalWeight(state, resource)) / Number(totalLimit(resource)))),
  );
  const own = inUse - account.delegatedIn[resource];
  return account.frozen[resource] - (own > 0n ? own : 0n);
}

/** DelegateResourceActuator of java-tron. */
export const delegate: Kind = (context) => {
  const { state, transaction, now, slot } = context;
  const { owner, value } = transaction;
  const account = ownerOf(context);
  const amount = int64(value, "balance");
  if (amount < SUN_PER_TRX) throw invalid("delegateBalance must be greater than or equal to 1 TRX");
  const resource = resourceOf(value, "ResourceCode error, valid ResourceCode[BANDWIDTH、ENERGY]");
  if (lendable(state, account, resource, slot) < amount)
    throw invalid(
      `delegateBalance must be less than or equal to available Freeze${resource === "BANDWIDTH" ? "Bandwidth" : "Energy"}V2 balance`,
    );
  const receiver = requireReceiver(owner, text(value, "receiver_address"));
  const to = state.get("account", receiver);
  if (!to) throw invalid(`Account[${receiver}] not exists`);
  const isLocked = bool(value, "lock");
  const period = int64(value, "lock_period") || DEFAULT_LOCK_SLOTS;
  if (isLocked) requireLockPeriod(state.get("delegation", delegationKey(owner, receiver, true)), resource, period, now);
  if (to.type === "Contract") throw invalid("Do not allow delegate resources to contract addresses");

  releaseExpired(state, owner, receiver, now);
  const key = delegationKey(owner, receiver, isLocked);
  const known = state.get("delegation", key) ?? NONE;
  state.set("delegation", key, {
    amount: withResource(known.amount, resource, known.amount[resource] + amount),
    expireTime: withResource(known.expireTime, resource, isLocked ? now + period * SLOT_MS : 0n),
  });
  link(state, owner, receiver, true);
  changeAccount(state, owner, {
    frozen: withResource(account.frozen, resource, account.frozen[resource] - amount),
    delegatedOut: withResource(account.delegatedOut, resource, account.delegatedOut[resource] + amount),
  });
  changeAccount(state, receiver, { delegatedIn: withResource(to.delegatedIn, resource, to.delegatedIn[resource] + amount) });
  return success();
};

function requireReceiver(owner: Address, receiver: Address): Address {
  if (!isAddress(receiver)) throw invalid("Invalid receiverAddress");
  if (receiver === owner) throw invalid("receiverAddress must not be the same as ownerAddress");
  return receiver;
}

function requireLockPeriod(known: Delegation | undefined, resource: ResourceCode, period: bigint, now: bigint): void {
  if (period < 0n || period > PARAMETERS.maxDelegateLockPeriod)
    throw invalid(
      `The lock period of delegate resource cannot be less than 0 and cannot exceed ${PARAMETERS.maxDelegateLockPeriod}!`,
    );
  const remaining = (known?.expireTime[resource] ?? now) - now;
  if (period * SLOT_MS < remaining)
    throw invalid(
      `The lock period for ${resource} this time cannot be less than the remaining time[${remaining}ms] of the last lock period for ${resource}!`,
    );
}

/** What is locked no longer is free (DelegatedResourceStore.unLockExpireResource of java-tron). */
function releaseExpired(state: State, owner: Address, receiver: Address, now: bigint): void {
  const key = delegationKey(owner, receiver, true);
  let locked = state.get("delegation", key);
  if (!locked) return;
  const freeKey = delegationKey(owner, receiver, false);
  for (const resource of RESOURCES) {
    if (locked.amount[resource] === 0n || locked.expireTime[resource] >= now) continue;
    const free = state.get("delegation", freeKey) ?? NONE;
    const sum = free.amount[resource] + locked.amount[resource];
    state.set("delegation", freeKey, { ...free, amount: withResource(free.amount, resource, sum) });
    locked = {
      amount: withResource(locked.amount, resource, 0n),
      expireTime: withResource(locked.expireTime, resource, 0n),
    };
  }
  state.set("delegation", key, isEmpty(locked) ? undefined : locked);
}

const isEmpty = ({ amount }: Delegation): boolean => amount.BANDWIDTH === 0n && amount.ENERGY === 0n;

/** Keeps who lends to whom, for both (DelegatedResourceAccountIndexStore of java-tron). */
function link(state: State, owner: Address, receiver: Address, isThere: boolean): void {
  const change = (table: "delegatedTo" | "delegatedFrom", of: Address, other: Address): void => {
    const list = (state.get(table, of) ?? []).filter((address) => address !== other);
    const next = isThere ? [...list, other] : list;
    state.set(table, of, next.length === 0 ? undefined : next);
  };
  change("delegatedTo", owner, receiver);
  change("delegatedFrom", receiver, owner);
}

/** UnDelegateResourceActuator of java-tron: what the receiver used goes back with what was lent. */
export const undelegate: Kind = (context) => {
  const { state, transaction, now, slot } = context;
  const { owner, value } = transaction;
  ownerOf(context, "] does not exist");
  const receiver = requireReceiver(owner, text(value, "receiver_address"));
  const [free, locked] = [false, true].map((isLocked) => state.get("delegation", delegationKey(owner, receiver, isLocked)));
  if (!free && !locked) throw invalid("delegated Resource does not exist");
  const amount = int64(value, "balance");
  if (amount <= 0n) throw invalid("unDelegateBalance must be more than 0 TRX");
  const resource = resourceOf(value, "ResourceCode error.valid ResourceCode[BANDWIDTH、Energy]");
  const released = locked && locked.expireTime[resource] < now ? locked.amount[resource] : 0n;
  const available = (free?.amount[resource] ?? 0n) + released;
  if (available < amount)
    throw invalid(
      `insufficient ${resource === "BANDWIDTH" ? "delegatedFrozenBalance(BANDWIDTH)" : "delegateFrozenBalance(Energy)"}, request=${amount}, unlock_balance=${available}`,
    );
  const moved = takeBack(state, receiver, resource, amount, slot);
  releaseExpired(state, owner, receiver, now);
  const key = delegationKey(owner, receiver, false);
  const left = state.get("delegation", key) ?? NONE;
  const next = { ...left, amount: withResource(left.amount, resource, left.amount[resource] - amount) };
  state.set("delegation", key, isEmpty(next) ? undefined : next);
  if (isEmpty(next) && !state.get("delegation", delegationKey(owner, receiver, true))) link(state, owner, receiver, false);

  const account = accountOf(state, owner);
  const usage =
    moved > 0n
      ? takeOverUsage(account.usage[resource], accountOf(state, receiver).usage[resource], moved, slot)
      : account.usage[resource];
  changeAccount(state, owner, {
    frozen: withResource(account.frozen, resource, account.frozen[resource] + amount),
    delegatedOut: withResource(account.delegatedOut, resource, account.delegatedOut[resource] - amount),
    usage: withResource(account.usage, resource, usage),
  });
  return success();
};

/** @returns how much of the receiver's usage goes with what is taken back. */
function takeBack(state: State, receiver: Address, resource: ResourceCode, amount: bigint, slot: bigint): bigint {
  const account = accountOf(state, receiver);
  const usage = addUsage(account.usage[resource], 0n, slot);
  const whole = account.frozen[resource] + account.delegatedIn[resource];
  const most = (Number(amount) / Number(SUN_PER_TRX)) * (Number(totalLimit(resource)) / Number(totalWeight(state, resource)));
  const share = Number(usage.used) * (Number(amount) / Number(whole));
  const moved = BigInt(Math.trunc(Math.min(Math.trunc(most), Math.trunc(share))));
  changeAccount(state, receiver, {
    delegatedIn: withResource(account.delegatedIn, resource, account.delegatedIn[resource] - amount),
    usage: withResource(account.usage, resource, { ...usage, used: usage.used - moved, slot }),
  });
  return moved;
}
