import { PARAMETERS } from "../chain/parameters.ts";
import { int64 } from "../protobuf/message.ts";
import { accountOf, burn, changeAccount, withResource } from "../state/account.ts";
import type { State, StateReader } from "../state/state.ts";
import type { Account, Contract } from "../state/tables.ts";
import type { Address } from "../text/address.ts";
import type { JsonObject } from "../text/json.ts";
import { invalid } from "../transactions/refusal.ts";
import { resourceLeft } from "./limits.ts";
import { addUsage } from "./usage.ts";

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** @throws Refusal */
export function requireFeeLimit(feeLimit: bigint): void {
  if (feeLimit < 0n || feeLimit > PARAMETERS.maxFeeLimit) throw invalid(`feeLimit must be >= 0 and <= ${PARAMETERS.maxFeeLimit}`);
}

/** Energy that an account can pay for: staked and bought, within the fee limit (getAccountEnergyLimitWithFixRatio of java-tron). */
export function ownEnergy(state: StateReader, account: Account, feeLimit: bigint, value: bigint, slot: bigint): bigint {
  const spare = account.balance > value ? account.balance - value : 0n;
  const available = resourceLeft(state, account, "ENERGY", slot) + spare / PARAMETERS.energyFee;
  return smaller(available, feeLimit / PARAMETERS.energyFee);
}

/** What the contract's owner adds to the caller's energy (getTotalEnergyLimitWithFixRatio of java-tron). */
export function originEnergy(state: StateReader, contract: Contract, caller: Address, own: bigint, slot: bigint): bigint {
  if (contract.origin === caller) return 0n;
  const percent = int64(contract.message, "consume_user_resource_percent");
  const origin = state.get("account", contract.origin);
  if (!origin || percent >= 100n) return 0n;
  const most = smaller(resourceLeft(state, origin, "ENERGY", slot), int64(contract.message, "origin_energy_limit"));
  return percent <= 0n ? most : smaller((own * (100n - percent)) / percent, most);
}

export interface EnergyBill {
  readonly fee: bigint;
  readonly receipt: JsonObject;
}

/**
 * Pays for energy: the owner's share from what the owner staked, the rest by the caller, staked first and then burnt
 * (ReceiptCapsule.payEnergyBill of java-tron).
 */
export function payEnergy(state: State, contract: Contract | undefined, caller: Address, used: bigint, slot: bigint): EnergyBill {
  if (used <= 0n) return { fee: 0n, receipt: {} };
  const originUsed = contract && contract.origin !== caller ? originShare(state, contract, used, slot) : 0n;
  if (contract && originUsed > 0n) spend(state, contract.origin, originUsed, slot);
  const own = used - originUsed;
  const staked = smaller(own, resourceLeft(state, accountOf(state, caller), "ENERGY", slot));
  if (staked > 0n) spend(state, caller, staked, slot);
  const fee = (own - staked) * PARAMETERS.energyFee;
  if (fee > 0n) burn(state, caller, fee);
  return {
    fee,
    receipt: {
      ...(staked > 0n ? { energy_usage: staked } : {}),
      ...(fee > 0n ? { energy_fee: fee } : {}),
      ...(originUsed > 0n ? { origin_energy_usage: originUsed } : {}),
      energy_usage_total: used,
    },
  };
}

function originShare(state: State, contract: Contract, used: bigint, slot: bigint): bigint {
  const origin = state.get("account", contract.origin);
  const percent = 100n - int64(contract.message, "consume_user_resource_percent");
  if (!origin || percent <= 0n) return 0n;
  const most = smaller(resourceLeft(state, origin, "ENERGY", slot), int64(contract.message, "origin_energy_limit"));
  return smaller((used * percent) / 100n, most);
}

function spend(state: State, address: Address, used: bigint, slot: bigint): void {
  const account = accountOf(state, address);
  changeAccount(state, address, { usage: withResource(account.usage, "ENERGY", addUsage(account.usage.ENERGY, used, slot)) });
}
