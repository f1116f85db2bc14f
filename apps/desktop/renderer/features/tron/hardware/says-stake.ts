import type { StakingAction, StakingKind } from "@lucid/contract";
import { addressOf } from "@lucid/proof";
import { bytesIn, type Fields, fieldsOf, hasOnly, listOf } from "./read-fields.ts";

/** ContractType of java-tron, and the name that a contract of that type has. */
export const STAKING_CONTRACTS: Readonly<Record<StakingKind, { readonly type: bigint; readonly name: string }>> = {
  vote: { type: 4n, name: "VoteWitnessContract" },
  claim: { type: 13n, name: "WithdrawBalanceContract" },
  freeze: { type: 54n, name: "FreezeBalanceV2Contract" },
  unfreeze: { type: 55n, name: "UnfreezeBalanceV2Contract" },
  withdraw: { type: 56n, name: "WithdrawExpireUnfreezeContract" },
  delegate: { type: 57n, name: "DelegateResourceContract" },
  undelegate: { type: 58n, name: "UnDelegateResourceContract" },
  "cancel-unfreezing": { type: 59n, name: "CancelAllUnfreezeV2Contract" },
};
/** Blocks are three seconds apart, and a lock is counted in them. */
const BLOCKS_AN_HOUR = 1_200n;

/**
 * Whether a contract's message says what is to be done with a stake, beside whose it is, and nothing else (balance_contract.proto and
 * witness_contract.proto of java-tron). @throws RangeError for what is no message
 */
export function saysStake(value: Uint8Array, action: StakingAction, from: string): boolean {
  if (action.kind === "vote") return saysVotes(value, action, from);
  const said = fieldsOf(value);
  return addressOf(bytesIn(said, 1)) === from && hasParts(said, action);
}

function hasParts(said: Fields, { kind, amount = "0", resource, to_address, lock_hours }: StakingAction): boolean {
  // Bandwidth is the default, which is left out.
  const code = (number: number): readonly number[] => (resource === "energy" ? [number] : []);
  const isOf = (number: number): boolean => resource !== "energy" || said.get(number) === 1n;
  switch (kind) {
    case "freeze":
    case "unfreeze":
      return hasOnly(said, [1, 2, ...code(3)]) && isOf(3) && said.get(2) === BigInt(amount);
    case "delegate":
    case "undelegate":
      return (
        hasOnly(said, [1, ...code(2), 3, 4, ...(lock_hours === undefined ? [] : [5, 6])]) &&
        isOf(2) &&
        said.get(3) === BigInt(amount) &&
        addressOf(bytesIn(said, 4)) === to_address &&
        (lock_hours === undefined || (said.get(5) === 1n && said.get(6) === BigInt(lock_hours) * BLOCKS_AN_HOUR))
      );
    default:
      return hasOnly(said, [1]);
  }
}

function saysVotes(value: Uint8Array, { votes = [] }: StakingAction, from: string): boolean {
  const [owner, ...list] = listOf(value);
  return (
    owner?.[0] === 1 &&
    owner[1] instanceof Uint8Array &&
    addressOf(owner[1]) === from &&
    list.length === votes.length &&
    list.every(([number, one], index) => {
      if (number !== 2 || !(one instanceof Uint8Array)) return false;
      const vote = fieldsOf(one);
      const meant = votes[index];
      return (
        meant !== undefined &&
        hasOnly(vote, [1, 2]) &&
        addressOf(bytesIn(vote, 1)) === meant.witness &&
        vote.get(2) === BigInt(meant.votes)
      );
    })
  );
}
