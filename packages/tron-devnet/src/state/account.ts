import type { Address } from "../text/address.ts";
import { defaultActive, defaultOwner } from "../transactions/permissions.ts";
import { insufficientResource, invalid } from "../transactions/refusal.ts";
import type { State, StateReader } from "./state.ts";
import type { Account, PerResource, ResourceCode, Usage } from "./tables.ts";

/** Slots of the 24 hours over which a resource comes back. */
export const WINDOW_SLOTS = 28_800n;
export const WINDOW_PRECISION = 1_000n;

const none: PerResource<bigint> = { BANDWIDTH: 0n, ENERGY: 0n };
const unused: Usage = { used: 0n, slot: 0n, window: WINDOW_SLOTS * WINDOW_PRECISION };

export const newAccount = (address: Address, createTime: bigint, type: Account["type"] = "Normal"): Account => ({
  type,
  name: "",
  balance: 0n,
  createTime,
  latestOperationTime: 0n,
  allowance: 0n,
  latestWithdrawTime: 0n,
  isWitness: false,
  votes: [],
  freeNet: { used: 0n, slot: 0n },
  usage: { BANDWIDTH: unused, ENERGY: unused },
  frozen: none,
  unfreezing: [],
  delegatedOut: none,
  delegatedIn: none,
  owner: defaultOwner(address),
  actives: type === "Normal" ? [defaultActive(address)] : [],
});

/** @throws Refusal where there is no such account: the caller has checked that there is one. */
export function accountOf(state: StateReader, address: Address): Account {
  const account = state.get("account", address);
  if (!account) throw invalid(`Account[${address}] does not exist`);
  return account;
}

export function changeAccount(state: State, address: Address, change: Partial<Account>): void {
  state.set("account", address, { ...accountOf(state, address), ...change });
}

export const withResource = <T>(all: PerResource<T>, resource: ResourceCode, value: T): PerResource<T> => ({
  ...all,
  [resource]: value,
});

export function addBalance(state: State, address: Address, amount: bigint): void {
  changeAccount(state, address, { balance: accountOf(state, address).balance + amount });
}

/** Takes sun from an account and burns it. @throws Refusal where there is less: AccountResourceInsufficientException. */
export function burn(state: State, address: Address, amount: bigint): void {
  if (accountOf(state, address).balance < amount) throw insufficientResource();
  addBalance(state, address, -amount);
  state.set("property", "burnt", (state.get("property", "burnt") ?? 0n) + amount);
}

export const property = (state: StateReader, name: string): bigint => state.get("property", name) ?? 0n;

/** Votes an account may give, in sun: what it staked itself, also where others use it (getTronPower of java-tron). */
export const tronPower = ({ frozen, delegatedOut }: Account): bigint =>
  frozen.BANDWIDTH + frozen.ENERGY + delegatedOut.BANDWIDTH + delegatedOut.ENERGY;
