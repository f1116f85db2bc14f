import { PARAMETERS, SUN_PER_TRX } from "../../chain/parameters.ts";
import { delegationKey, lendable } from "../../kinds/delegate.ts";
import { MOST_UNFREEZINGS } from "../../kinds/stake.ts";
import { encode } from "../../protobuf/message.ts";
import { pendingVotes } from "../../rewards/end-block.ts";
import { rewardOf } from "../../rewards/rewards.ts";
import type { StateReader } from "../../state/state.ts";
import type { Account } from "../../state/tables.ts";
import type { Address } from "../../text/address.ts";
import type { JsonObject } from "../../text/json.ts";
import { timeOf } from "../../transactions/execute.ts";
import { addressOf, int64Of, numberOf, RequestError } from "../input.ts";
import type { Routes } from "../route.ts";
import { withoutDefaults } from "./accounts.ts";

const accountNamed = (input: JsonObject, state: StateReader, name: string): Account | undefined =>
  state.get("account", addressOf(input, name) ?? "");

/** Bytes of the longest transaction that lends, which bandwidth must be left for (TransactionUtil.estimateConsumeBandWidthSize). */
function lendingBytes(balance: bigint): bigint {
  const base = 275n;
  const longest = encode("DelegateResourceContract", { balance, lock: true, lock_period: PARAMETERS.maxDelegateLockPeriod });
  const shortest = encode("DelegateResourceContract", { balance: SUN_PER_TRX });
  return base + BigInt(Math.max(0, longest.length - shortest.length));
}

function showWitness(state: StateReader, address: Address, more = 0n): JsonObject {
  const witness = state.get("witness", address);
  return withoutDefaults({
    address,
    voteCount: (witness?.votes ?? 0n) + more,
    url: witness?.url,
    totalProduced: witness?.totalProduced,
    totalMissed: witness?.totalMissed,
    latestBlockNum: witness?.latestBlock,
    latestSlotNum: witness?.latestSlot,
    isJobs: witness?.isJobs,
  });
}

export const stakingRoutes: Routes = {
  getdelegatedresourcev2(input, { state }) {
    const [from, to] = [addressOf(input, "fromAddress"), addressOf(input, "toAddress")];
    if (from === undefined || to === undefined) return {};
    const shown = [false, true].flatMap((isLocked) => {
      const lent = state.get("delegation", delegationKey(from, to, isLocked));
      if (!lent) return [];
      return [
        withoutDefaults({
          from,
          to,
          frozen_balance_for_bandwidth: lent.amount.BANDWIDTH,
          frozen_balance_for_energy: lent.amount.ENERGY,
          expire_time_for_bandwidth: lent.expireTime.BANDWIDTH,
          expire_time_for_energy: lent.expireTime.ENERGY,
        }),
      ];
    });
    return withoutDefaults({ delegatedResource: shown });
  },
  getdelegatedresourceaccountindexv2(input, { state }) {
    const account = addressOf(input, "value");
    if (account === undefined) return {};
    const fromAccounts = state.get("delegatedFrom", account) ?? [];
    const toAccounts = state.get("delegatedTo", account) ?? [];
    return { account, ...withoutDefaults({ fromAccounts, toAccounts }) };
  },
  getcandelegatedmaxsize(input, { state }) {
    const account = accountNamed(input, state, "owner_address");
    const type = int64Of(input, "type");
    if (type !== 0n && type !== 1n) throw new RequestError("class java.lang.IllegalArgumentException : type is 0 or 1");
    if (!account) return {};
    const { slot } = timeOf(state);
    const most =
      type === 0n
        ? lendable(state, account, "BANDWIDTH", slot, lendingBytes(account.frozen.BANDWIDTH))
        : lendable(state, account, "ENERGY", slot);
    return withoutDefaults({ max_size: most >= SUN_PER_TRX ? most : 0n });
  },
  getavailableunfreezecount(input, { state }) {
    const account = accountNamed(input, state, "owner_address");
    if (!account) return {};
    const { now } = timeOf(state);
    const waiting = account.unfreezing.filter(({ expireTime }) => expireTime > now).length;
    return withoutDefaults({ count: MOST_UNFREEZINGS - waiting });
  },
  getcanwithdrawunfreezeamount(input, { state }) {
    const account = accountNamed(input, state, "owner_address");
    if (!account) return {};
    const timestamp = int64Of(input, "timestamp");
    const due = account.unfreezing.filter(({ expireTime }) => expireTime <= timestamp);
    return withoutDefaults({ amount: due.reduce((sum, { amount }) => sum + amount, 0n) });
  },
  getreward(input, { state }) {
    const address = addressOf(input, "address");
    return { reward: address !== undefined && state.get("account", address) ? rewardOf(state, address) : 0 };
  },
  getbrokerage: (input, { state }) => ({ brokerage: state.get("witness", addressOf(input, "address") ?? "")?.brokerage ?? 0 }),
  listwitnesses: (_input, { state }) => ({
    witnesses: (state.get("list", "witnesses") ?? []).map((address) => showWitness(state, address)),
  }),
  /** With the votes that the next maintenance will count. */
  getpaginatednowwitnesslist(input, { state }) {
    const [offset, limit] = [numberOf(input, "offset"), numberOf(input, "limit")];
    if (offset < 0 || limit <= 0) return {};
    const pending = pendingVotes(state);
    const votesOf = (address: Address): bigint => (state.get("witness", address)?.votes ?? 0n) + (pending.get(address) ?? 0n);
    const sorted = (state.get("list", "witnesses") ?? []).toSorted((a, b) => Number(votesOf(b) - votesOf(a)));
    return withoutDefaults({
      witnesses: sorted.slice(offset, offset + limit).map((address) => showWitness(state, address, pending.get(address))),
    });
  },
};
