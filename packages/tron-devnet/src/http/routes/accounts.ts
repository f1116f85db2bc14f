import { PARAMETERS, SLOT_MS, SUN_PER_TRX } from "../../chain/parameters.ts";
import { resourceLimit, totalLimit, totalWeight } from "../../resources/limits.ts";
import { freeUsedBy, usedBy } from "../../resources/usage.ts";
import { property, tronPower } from "../../state/account.ts";
import type { StateReader } from "../../state/state.ts";
import type { Account, Permission } from "../../state/tables.ts";
import { type Address, readAddress } from "../../text/address.ts";
import { utf8ToHex } from "../../text/bytes.ts";
import type { Json, JsonObject } from "../../text/json.ts";
import { timeOf } from "../../transactions/execute.ts";
import { addressOf, textOf } from "../input.ts";
import type { Routes } from "../route.ts";

/** Protobuf's JSON leaves out what has its default value. */
export function withoutDefaults(json: JsonObject): JsonObject {
  const isKept = (value: Json | undefined): boolean =>
    value !== undefined &&
    value !== 0 &&
    value !== 0n &&
    value !== "" &&
    value !== false &&
    !(Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(json).filter(([, value]) => isKept(value)));
}

export const showPermission = ({ type, id, name, threshold, operations, keys }: Permission): JsonObject =>
  withoutDefaults({
    type: type === "Owner" ? "" : type,
    id,
    permission_name: name,
    threshold,
    operations,
    keys: keys.map(({ address, weight }) => ({ address, weight })),
  });

/** Account of core/Tron.proto, usage counted down to now (Wallet.getAccount of java-tron). */
export function showAccount(state: StateReader, address: Address, account: Account): JsonObject {
  const { slot } = timeOf(state);
  const genesis = property(state, "genesisTime");
  const timeOfSlot = (at: bigint): bigint => genesis + at * SLOT_MS;
  const { usage, freeNet, frozen, delegatedOut, delegatedIn } = account;
  const touched = account.latestOperationTime > 0n;
  return withoutDefaults({
    account_name: utf8ToHex(account.name),
    type: account.type === "Normal" ? "" : account.type,
    address,
    balance: account.balance,
    votes: account.votes.map(({ address: witness, count }) => ({ vote_address: witness, vote_count: count })),
    net_usage: usedBy(usage.BANDWIDTH, slot),
    acquired_delegated_frozenV2_balance_for_bandwidth: delegatedIn.BANDWIDTH,
    delegated_frozenV2_balance_for_bandwidth: delegatedOut.BANDWIDTH,
    create_time: account.createTime,
    latest_opration_time: account.latestOperationTime,
    allowance: account.allowance,
    latest_withdraw_time: account.latestWithdrawTime,
    is_witness: account.isWitness,
    free_net_usage: freeUsedBy(freeNet, slot),
    latest_consume_time: usage.BANDWIDTH.used > 0n ? timeOfSlot(usage.BANDWIDTH.slot) : touched ? genesis : 0n,
    latest_consume_free_time: freeNet.used > 0n ? timeOfSlot(freeNet.slot) : touched ? genesis : 0n,
    net_window_size: usage.BANDWIDTH.window,
    net_window_optimized: true,
    account_resource: withoutDefaults({
      energy_usage: usedBy(usage.ENERGY, slot),
      latest_consume_time_for_energy: usage.ENERGY.used > 0n ? timeOfSlot(usage.ENERGY.slot) : 0n,
      energy_window_size: usage.ENERGY.window,
      energy_window_optimized: true,
      acquired_delegated_frozenV2_balance_for_energy: delegatedIn.ENERGY,
      delegated_frozenV2_balance_for_energy: delegatedOut.ENERGY,
    }),
    owner_permission: showPermission(account.owner),
    ...(account.witness ? { witness_permission: showPermission(account.witness) } : {}),
    active_permission: account.actives.map(showPermission),
    frozenV2: [
      withoutDefaults({ amount: frozen.BANDWIDTH }),
      withoutDefaults({ type: "ENERGY", amount: frozen.ENERGY }),
      { type: "TRON_POWER" },
    ],
    unfrozenV2: account.unfreezing.map(({ type, amount, expireTime }) =>
      withoutDefaults({
        type: type === "BANDWIDTH" ? "" : type,
        unfreeze_amount: amount,
        unfreeze_expire_time: expireTime,
      }),
    ),
  });
}

function showNet(state: StateReader, account: Account): JsonObject {
  const { slot } = timeOf(state);
  return {
    freeNetUsed: freeUsedBy(account.freeNet, slot),
    freeNetLimit: PARAMETERS.freeNetLimit,
    NetUsed: usedBy(account.usage.BANDWIDTH, slot),
    NetLimit: resourceLimit(state, account, "BANDWIDTH"),
    TotalNetLimit: totalLimit("BANDWIDTH"),
    TotalNetWeight: totalWeight(state, "BANDWIDTH"),
  };
}

export const accountRoutes: Routes = {
  getaccount(input, { state }) {
    const address = addressOf(input, "address");
    const account = address === undefined ? undefined : state.get("account", address);
    return address === undefined || !account ? {} : showAccount(state, address, account);
  },
  getaccountnet(input, { state }) {
    const account = state.get("account", addressOf(input, "address") ?? "");
    return account ? withoutDefaults(showNet(state, account)) : {};
  },
  getaccountresource(input, { state }) {
    const account = state.get("account", addressOf(input, "address") ?? "");
    if (!account) return {};
    const { slot } = timeOf(state);
    return withoutDefaults({
      ...showNet(state, account),
      tronPowerUsed: account.votes.reduce((sum, { count }) => sum + count, 0n),
      tronPowerLimit: tronPower(account) / SUN_PER_TRX,
      EnergyUsed: usedBy(account.usage.ENERGY, slot),
      EnergyLimit: resourceLimit(state, account, "ENERGY"),
      TotalEnergyLimit: totalLimit("ENERGY"),
      TotalEnergyWeight: totalWeight(state, "ENERGY"),
    });
  },
  validateaddress(input) {
    const given = textOf(input, "address");
    const isValid = readAddress(given) !== undefined;
    const kind = given.startsWith("T") ? "Base58check format" : "Hex string format";
    return { result: isValid, message: isValid ? kind : "Length error" };
  },
};
