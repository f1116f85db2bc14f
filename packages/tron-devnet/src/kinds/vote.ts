import { PARAMETERS, SUN_PER_TRX } from "../chain/parameters.ts";
import { int64, messages, text } from "../protobuf/message.ts";
import { rewardOf, settleRewards } from "../rewards/rewards.ts";
import { accountOf, changeAccount, tronPower } from "../state/account.ts";
import type { State } from "../state/state.ts";
import type { Vote } from "../state/tables.ts";
import { type Address, isAddress } from "../text/address.ts";
import { invalid } from "../transactions/refusal.ts";
import { type Kind, success } from "./kind.ts";

/** MAX_VOTE_NUMBER of java-tron. */
const MOST_VOTES = 30;

/** Gives an account other votes; the next maintenance counts them. */
export function changeVotes(state: State, address: Address, votes: readonly Vote[]): void {
  const known = state.get("voteChange", address);
  if (!known) state.set("list", "voters", [...(state.get("list", "voters") ?? []), address]);
  state.set("voteChange", address, { before: known?.before ?? accountOf(state, address).votes, after: votes });
  changeAccount(state, address, { votes });
}

/** VoteWitnessActuator of java-tron: the votes replace those of before. */
export const vote: Kind = ({ state, transaction: { owner, value } }) => {
  if (!isAddress(owner)) throw invalid("Invalid address");
  const votes = messages(value, "votes").map(
    (one): Vote => ({ address: text(one, "vote_address"), count: int64(one, "vote_count") }),
  );
  if (votes.length === 0) throw invalid("VoteNumber must more than 0");
  if (votes.length > MOST_VOTES) throw invalid(`VoteNumber more than maxVoteNumber ${MOST_VOTES}`);
  for (const { address, count } of votes) {
    if (!isAddress(address)) throw invalid("Invalid vote address!");
    if (count <= 0n) throw invalid("vote count must be greater than 0");
    if (!state.get("account", address)) throw invalid(`Account[${address}] not exists`);
    if (!state.get("witness", address)) throw invalid(`Witness[${address}] not exists`);
  }
  const account = state.get("account", owner);
  if (!account) throw invalid(`Account[${owner}] not exists`);
  const sum = votes.reduce((total, { count }) => total + count, 0n) * SUN_PER_TRX;
  const power = tronPower(account);
  if (sum > power) throw invalid(`The total number of votes[${sum}] is greater than the tronPower[${power}]`);
  settleRewards(state, owner);
  changeVotes(state, owner, votes);
  return success();
};

/** WithdrawBalanceActuator of java-tron: rewards, once in 24 hours. */
export const withdrawRewards: Kind = ({ state, transaction: { owner }, now }) => {
  if (!isAddress(owner)) throw invalid("Invalid address");
  const account = state.get("account", owner);
  if (!account) throw invalid(`Account[${owner}] not exists`);
  if ((state.get("list", "producers") ?? []).includes(owner))
    throw invalid(`Account[${owner}] is a guard representative and is not allowed to withdraw Balance`);
  if (now - account.latestWithdrawTime < PARAMETERS.withdrawIntervalMs)
    throw invalid(`The last withdraw time is ${account.latestWithdrawTime}, less than 24 hours`);
  if (account.allowance <= 0n && rewardOf(state, owner) <= 0n) throw invalid("witnessAccount does not have any reward");
  settleRewards(state, owner);
  const { balance, allowance } = accountOf(state, owner);
  changeAccount(state, owner, { balance: balance + allowance, allowance: 0n, latestWithdrawTime: now });
  return success(0n, { withdraw_amount: allowance });
};

/** UpdateBrokerageActuator of java-tron; it counts from the next cycle on. */
export const updateBrokerage: Kind = ({ state, transaction: { owner, value } }) => {
  if (!isAddress(owner)) throw invalid("Invalid ownerAddress");
  const brokerage = Number(int64(value, "brokerage"));
  if (brokerage < 0 || brokerage > 100) throw invalid("Invalid brokerage");
  const witness = state.get("witness", owner);
  if (!witness) throw invalid(`Not existed witness:${owner}`);
  state.set("witness", owner, { ...witness, brokerage });
  return success();
};
