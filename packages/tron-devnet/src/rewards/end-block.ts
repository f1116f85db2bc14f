import { PARAMETERS } from "../chain/parameters.ts";
import type { BlockContext } from "../kinds/kind.ts";
import { property } from "../state/account.ts";
import type { State, StateReader } from "../state/state.ts";
import type { Address } from "../text/address.ts";
import { closeCycle, currentCycle, payBlock } from "./rewards.ts";

/** What a block changes beside its transactions: rewards, now and then the count of the votes, and the network's time. */
export function endBlock(state: State, { number, timestamp, witness }: BlockContext, slot: bigint): void {
  const record = state.get("witness", witness);
  if (record)
    state.set("witness", witness, {
      ...record,
      totalProduced: record.totalProduced + 1,
      latestBlock: number,
      latestSlot: Number(slot),
    });
  payBlock(state, witness);
  maintain(state, timestamp, number);
  state.set("property", "latestTime", timestamp);
}

/** Counts the votes when it is time, once for however long it was overdue (MaintenanceManager of java-tron). */
function maintain(state: State, timestamp: bigint, number: number): void {
  const due = property(state, "nextMaintenance");
  if (timestamp < due) return;
  if (number !== 1) countVotes(state);
  const rounds = (timestamp - due) / PARAMETERS.maintenanceIntervalMs;
  state.set("property", "nextMaintenance", due + (rounds + 1n) * PARAMETERS.maintenanceIntervalMs);
}

function countVotes(state: State): void {
  const witnesses = state.get("list", "witnesses") ?? [];
  for (const address of witnesses) closeCycle(state, address, state.get("witness", address)?.votes ?? 0n);
  const changes = pendingVotes(state);
  for (const address of witnesses) {
    const record = state.get("witness", address);
    const change = changes.get(address) ?? 0n;
    if (record && change !== 0n) state.set("witness", address, { ...record, votes: record.votes + change });
  }
  for (const voter of state.get("list", "voters") ?? []) state.set("voteChange", voter, undefined);
  state.set("list", "voters", undefined);
  const next = currentCycle(state) + 1n;
  state.set("property", "cycle", next);
  for (const address of witnesses) state.set("cycleBrokerage", `${next}/${address}`, state.get("witness", address)?.brokerage);
}

/** What the next count will add to each witness. */
export function pendingVotes(state: StateReader): ReadonlyMap<Address, bigint> {
  const sums = new Map<Address, bigint>();
  const add = (address: Address, count: bigint) => sums.set(address, (sums.get(address) ?? 0n) + count);
  for (const voter of state.get("list", "voters") ?? []) {
    const change = state.get("voteChange", voter);
    for (const { address, count } of change?.before ?? []) add(address, -count);
    for (const { address, count } of change?.after ?? []) add(address, count);
  }
  return sums;
}
