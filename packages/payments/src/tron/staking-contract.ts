import type { StakingAction, StakingKind } from "@lucid/contract";
import { bytesOfAddress } from "./address.ts";
import { type Field, message } from "./wire.ts";

/** A contract of a transaction: its number among java-tron's `ContractType`, the name of its message, and that message. */
export type Contract = readonly [type: bigint, name: string, value: Uint8Array];

/** Blocks are so many an hour, which locks of loans are counted in. */
export const SLOTS_AN_HOUR = 1_200;
/** Numbers of a contract's amounts are 64 bits with a sign. */
const MOST = (1n << 63n) - 1n;

const NAMES: Readonly<Record<StakingKind, readonly [type: bigint, name: string]>> = {
  vote: [4n, "VoteWitnessContract"],
  claim: [13n, "WithdrawBalanceContract"],
  freeze: [54n, "FreezeBalanceV2Contract"],
  unfreeze: [55n, "UnfreezeBalanceV2Contract"],
  withdraw: [56n, "WithdrawExpireUnfreezeContract"],
  delegate: [57n, "DelegateResourceContract"],
  undelegate: [58n, "UnDelegateResourceContract"],
  "cancel-unfreezing": [59n, "CancelAllUnfreezeV2Contract"],
};

/**
 * What is done with a stake as a contract of java-tron (balance_contract.proto, witness_contract.proto). What has its default value is left out, as
 * protobuf does. @throws RangeError for an amount that has no place in it.
 */
export function stakingContract(from: string, action: StakingAction): Contract {
  const [type, name] = NAMES[action.kind];
  return [type, name, message([1, addressBytes(from)], ...fieldsOf(action))];
}

function fieldsOf({ kind, amount, resource, to_address, lock_hours, votes = [] }: StakingAction): readonly Field[] {
  /** Bandwidth is the default. */
  const code = (field: number): readonly Field[] => (resource === "energy" ? [[field, 1n]] : []);
  switch (kind) {
    case "freeze":
    case "unfreeze":
      return [[2, amountOf(amount)], ...code(3)];
    case "delegate":
    case "undelegate":
      return [
        ...code(2),
        [3, amountOf(amount)],
        [4, addressBytes(to_address ?? "")],
        ...(lock_hours === undefined
          ? []
          : ([
              [5, 1n],
              [6, BigInt(lock_hours * SLOTS_AN_HOUR)],
            ] satisfies Field[])),
      ];
    case "vote":
      return votes.map(({ witness, votes: count }): Field => [2, message([1, addressBytes(witness)], [2, amountOf(count)])]);
    case "withdraw":
    case "cancel-unfreezing":
    case "claim":
      return [];
  }
}

function amountOf(digits: string | undefined): bigint {
  const amount = BigInt(digits ?? 0);
  if (amount <= 0n || amount > MOST) throw new RangeError("no amount of a stake");
  return amount;
}

function addressBytes(address: string): Uint8Array {
  const bytes = bytesOfAddress(address);
  if (!bytes) throw new RangeError("no TRON address");
  return bytes;
}
