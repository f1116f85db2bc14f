import { DAY_MS, PARAMETERS, SUN_PER_TRX } from "../chain/parameters.ts";
import { int64, type Message, text } from "../protobuf/message.ts";
import { settleRewards } from "../rewards/rewards.ts";
import { changeAccount, property, tronPower, withResource } from "../state/account.ts";
import type { State } from "../state/state.ts";
import { type Account, type PerResource, RESOURCES, type ResourceCode, type Unfreezing } from "../state/tables.ts";
import { type Address, isAddress } from "../text/address.ts";
import { invalid } from "../transactions/refusal.ts";
import { type Context, type Kind, success } from "./kind.ts";
import { changeVotes } from "./vote.ts";

/** So many unfreezings of one account may wait at once (UNFREEZE_MAX_TIMES of java-tron). */
export const MOST_UNFREEZINGS = 32;

/** @throws Refusal: TRON power cannot be staked for here, as allowNewResourceModel is off. */
export function resourceOf(message: Message, complaint: string): ResourceCode {
  const named = text(message, "resource") || "BANDWIDTH";
  if (named === "BANDWIDTH" || named === "ENERGY") return named;
  throw invalid(complaint);
}

/** @throws Refusal */
export function ownerOf({ state, transaction: { owner } }: Context, complaint = "] not exists"): Account {
  if (!isAddress(owner)) throw invalid("Invalid address");
  const account = state.get("account", owner);
  if (!account) throw invalid(`Account[${owner}${complaint}`);
  return account;
}

/** Changes what an account has staked, and with it the whole network's weight. */
export function addStake(state: State, address: Address, account: Account, resource: ResourceCode, amount: bigint): Account {
  const before = account.frozen[resource];
  const delegated = account.delegatedOut[resource];
  const changed: Account = { ...account, frozen: withResource(account.frozen, resource, before + amount) };
  const name = resource === "BANDWIDTH" ? "totalNetWeight" : "totalEnergyWeight";
  const weight = (before + amount + delegated) / SUN_PER_TRX - (before + delegated) / SUN_PER_TRX;
  state.set("property", name, property(state, name) + weight);
  state.set("account", address, changed);
  return changed;
}

/** FreezeBalanceV2Actuator of java-tron. */
export const freeze: Kind = (context) => {
  const { state, transaction } = context;
  const account = ownerOf(context);
  const amount = int64(transaction.value, "frozen_balance");
  if (amount <= 0n) throw invalid("frozenBalance must be positive");
  if (amount < SUN_PER_TRX) throw invalid("frozenBalance must be greater than or equal to 1 TRX");
  if (amount > account.balance) throw invalid("frozenBalance must be less than or equal to accountBalance");
  const resource = resourceOf(transaction.value, "ResourceCode error, valid ResourceCode[BANDWIDTH、ENERGY]");
  addStake(state, transaction.owner, { ...account, balance: account.balance - amount }, resource, amount);
  return success();
};

/** FreezeBalanceActuator and UnfreezeBalanceActuator of java-tron: Stake 1.0 ended when Stake 2.0 began. */
export const freezeV1: Kind = () => {
  throw invalid("freeze v2 is open, old freeze is closed");
};
export const unfreezeV1: Kind = (context) => {
  ownerOf(context, "] does not exist");
  const resource = text(context.transaction.value, "resource") || "BANDWIDTH";
  throw invalid(resource === "BANDWIDTH" ? "no frozenBalance(BANDWIDTH)" : "no frozenBalance(Energy)");
};

const isDue =
  (now: bigint) =>
  ({ expireTime }: Unfreezing): boolean =>
    expireTime <= now;
const sumOf = (list: readonly Unfreezing[]): bigint => list.reduce((sum, { amount }) => sum + amount, 0n);

/** UnfreezeBalanceV2Actuator of java-tron: what is due is paid out by the way. */
export const unfreeze: Kind = (context) => {
  const { state, transaction, now } = context;
  const before = ownerOf(context, "] does not exist");
  const resource = resourceOf(transaction.value, "ResourceCode error.valid ResourceCode[BANDWIDTH、Energy]");
  if (before.frozen[resource] <= 0n)
    throw invalid(resource === "BANDWIDTH" ? "no frozenBalance(BANDWIDTH)" : "no frozenBalance(Energy)");
  const amount = int64(transaction.value, "unfreeze_balance");
  if (amount <= 0n || amount > before.frozen[resource]) throw invalid(`Invalid unfreeze_balance, [${amount}] is error`);
  const waiting = before.unfreezing.filter(({ expireTime }) => expireTime > now);
  if (waiting.length >= MOST_UNFREEZINGS) throw invalid("Invalid unfreeze operation, unfreezing times is over limit");
  settleRewards(state, transaction.owner);
  const account = ownerOf(context);
  const paid = sumOf(account.unfreezing.filter(isDue(now)));
  const expireTime = now + PARAMETERS.unfreezeDelayDays * DAY_MS;
  const changed = addStake(
    state,
    transaction.owner,
    { ...account, balance: account.balance + paid, unfreezing: [...waiting, { type: resource, amount, expireTime }] },
    resource,
    -amount,
  );
  shrinkVotes(state, transaction.owner, changed);
  return success(0n, {
    unfreeze_amount: amount,
    ...(paid > 0n ? { withdraw_expire_amount: paid } : {}),
  });
};

/** Votes that the stake no longer carries are taken from all in the same measure (updateVote of java-tron). */
function shrinkVotes(state: State, address: Address, account: Account): void {
  const total = account.votes.reduce((sum, { count }) => sum + count, 0n);
  const power = tronPower(account);
  if (total === 0n || power >= total * SUN_PER_TRX) return;
  const votes = account.votes
    .map(({ address: witness, count }) => ({
      address: witness,
      count: BigInt(Math.trunc(((Number(count) / Number(total)) * Number(power)) / Number(SUN_PER_TRX))),
    }))
    .filter(({ count }) => count > 0n);
  changeVotes(state, address, votes);
}

/** WithdrawExpireUnfreezeActuator of java-tron. */
export const withdrawUnfrozen: Kind = (context) => {
  const { state, transaction, now } = context;
  const account = ownerOf(context);
  const paid = sumOf(account.unfreezing.filter(isDue(now)));
  if (paid <= 0n) throw invalid("no unFreeze balance to withdraw ");
  changeAccount(state, transaction.owner, {
    balance: account.balance + paid,
    unfreezing: account.unfreezing.filter(({ expireTime }) => expireTime > now),
  });
  return success(0n, { withdraw_expire_amount: paid });
};

/** CancelAllUnfreezeV2Actuator of java-tron: what waits is staked again, what is due is paid out. */
export const cancelUnfreezings: Kind = (context) => {
  const { state, transaction, now } = context;
  let account = ownerOf(context);
  if (account.unfreezing.length === 0) throw invalid("No unfreezeV2 list to cancel");
  const paid = sumOf(account.unfreezing.filter(isDue(now)));
  const waiting = account.unfreezing.filter(({ expireTime }) => expireTime > now);
  let again: PerResource<bigint> = { BANDWIDTH: 0n, ENERGY: 0n };
  account = { ...account, unfreezing: [], balance: account.balance + paid };
  for (const { type, amount } of waiting) {
    account = addStake(state, transaction.owner, account, type, amount);
    again = withResource(again, type, again[type] + amount);
  }
  state.set("account", transaction.owner, account);
  return success(0n, {
    ...(paid > 0n ? { withdraw_expire_amount: paid } : {}),
    cancel_unfreezeV2_amount: [
      ...RESOURCES.map((resource) => ({ key: resource, value: again[resource] })),
      { key: "TRON_POWER", value: 0 },
    ],
  });
};
