import { PARAMETERS, SUN_PER_TRX } from "../chain/parameters.ts";
import { property } from "../state/account.ts";
import type { StateReader } from "../state/state.ts";
import type { Account, ResourceCode } from "../state/tables.ts";
import { usedBy } from "./usage.ts";

export const totalLimit = (resource: ResourceCode): bigint =>
  resource === "BANDWIDTH" ? PARAMETERS.totalNetLimit : PARAMETERS.totalEnergyLimit;
/** TRX that the whole network stakes for a resource. */
export const totalWeight = (state: StateReader, resource: ResourceCode): bigint =>
  property(state, resource === "BANDWIDTH" ? "totalNetWeight" : "totalEnergyWeight");

/** An account's share of a day's whole, by what is staked for it (calculateGlobalNetLimitV2, calculateGlobalEnergyLimitV2). */
export function resourceLimit(state: StateReader, account: Account, resource: ResourceCode): bigint {
  const staked = account.frozen[resource] + account.delegatedIn[resource];
  const weight = totalWeight(state, resource);
  if (weight <= 0n) return 0n;
  return BigInt(Math.trunc((Number(staked) / Number(SUN_PER_TRX)) * (Number(totalLimit(resource)) / Number(weight))));
}

export function resourceLeft(state: StateReader, account: Account, resource: ResourceCode, slot: bigint): bigint {
  const left = resourceLimit(state, account, resource) - usedBy(account.usage[resource], slot);
  return left > 0n ? left : 0n;
}
