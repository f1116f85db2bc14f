import type { StakingResource, StakingVote } from "@lucid/contract";
import type { NodeClient } from "../network/create-node-client.ts";
import { type ExactObject, listOf, objectOf, textOf } from "../network/exact-json.ts";
import { NetworkError } from "../network/network-error.ts";
import { whole } from "../transfers/network-cost.ts";
import { readAddress } from "../tron/address.ts";

export const RESOURCES = ["energy", "bandwidth"] as const;
/** So many unfreezings of one account may wait at once (UNFREEZE_MAX_TIMES of java-tron). */
const MOST_UNFREEZINGS = 32;
export const SUN_PER_TRX = 1_000_000n;
export const DAY_MS = 86_400_000;

/** What an account has of one resource, in sun. */
export interface ResourceStake {
  readonly staked: bigint;
  readonly lent: bigint;
  readonly borrowed: bigint;
  /** Unix milliseconds; undefined where it was never used. */
  readonly usedAt: number | undefined;
}
export interface Unfreezing {
  readonly resource: StakingResource;
  readonly amount: bigint;
  readonly dueAt: number;
}
/** Stake 2.0 of an account, as `getaccount` tells it. */
export interface Stake {
  readonly exists: boolean;
  readonly isContract: boolean;
  readonly balance: bigint;
  readonly energy: ResourceStake;
  readonly bandwidth: ResourceStake;
  readonly unfreezing: readonly Unfreezing[];
  readonly votes: readonly StakingVote[];
  /** When rewards were last claimed; 0 where never. */
  readonly claimedAt: number;
}

/** Of the solidified state, which nothing takes back. @throws NetworkError */
export async function readStake(client: NodeClient, address: string): Promise<Stake> {
  const account = await client.ask("/walletsolidity/getaccount", { address, visible: true });
  const used = objectOf(account["account_resource"]);
  const staked = listOf(account["frozenV2"]).map(objectOf);
  const of = (resource: StakingResource): bigint =>
    staked.filter((one) => resourceOf(one) === resource).reduce((sum, one) => sum + whole(one, "amount"), 0n);
  return {
    exists: textOf(account["address"]) !== "",
    isContract: account["type"] === "Contract",
    balance: whole(account, "balance"),
    bandwidth: {
      staked: of("bandwidth"),
      lent: whole(account, "delegated_frozenV2_balance_for_bandwidth"),
      borrowed: whole(account, "acquired_delegated_frozenV2_balance_for_bandwidth"),
      usedAt: timeOf(account, "latest_consume_time"),
    },
    energy: {
      staked: of("energy"),
      lent: whole(used, "delegated_frozenV2_balance_for_energy"),
      borrowed: whole(used, "acquired_delegated_frozenV2_balance_for_energy"),
      usedAt: timeOf(used, "latest_consume_time_for_energy"),
    },
    unfreezing: listOf(account["unfrozenV2"])
      .map(objectOf)
      .flatMap((one) => {
        const resource = resourceOf(one);
        const dueAt = Number(whole(one, "unfreeze_expire_time"));
        return resource === undefined ? [] : [{ resource, amount: whole(one, "unfreeze_amount"), dueAt }];
      }),
    votes: listOf(account["votes"]).map((vote) => {
      const one = objectOf(vote);
      return { witness: needAddress(one, "vote_address"), votes: whole(one, "vote_count").toString() };
    }),
    claimedAt: Number(whole(account, "latest_withdraw_time")),
  };
}

/** Protobuf leaves out its default, which is bandwidth; the third kind, power of its own, is nowhere in use. */
function resourceOf(one: ExactObject): StakingResource | undefined {
  const type = textOf(one["type"]);
  return type === "ENERGY" ? "energy" : type === "" || type === "BANDWIDTH" ? "bandwidth" : undefined;
}

function timeOf(object: ExactObject, name: string): number | undefined {
  const at = Number(whole(object, name));
  return at === 0 ? undefined : at;
}

export function needAddress(object: ExactObject, name: string): string {
  const address = readAddress(textOf(object[name]));
  if (address === undefined) throw new NetworkError("body", `an answer has no address in ${name}`);
  return address;
}

export const sumOf = (list: readonly { readonly amount: bigint }[]): bigint => list.reduce((sum, { amount }) => sum + amount, 0n);
export const votesOf = (votes: readonly StakingVote[]): bigint =>
  votes.reduce((sum, { votes: count }) => sum + BigInt(count), 0n);

/** What of unfreezings is due by then, and what waits. */
export const dueBy = ({ unfreezing }: Pick<Stake, "unfreezing">, at: number): { due: bigint; waiting: bigint; left: number } => {
  const waiting = unfreezing.filter(({ dueAt }) => dueAt > at);
  return {
    due: sumOf(unfreezing.filter(({ dueAt }) => dueAt <= at)),
    waiting: sumOf(waiting),
    left: Math.max(0, MOST_UNFREEZINGS - waiting.length),
  };
};

/** What of a stake is not in use and may be lent, in sun (`getcandelegatedmaxsize`). @throws NetworkError */
export async function readLendable(client: NodeClient, address: string, resource: StakingResource): Promise<bigint> {
  const type = resource === "energy" ? 1 : 0;
  const asked = { owner_address: address, type, visible: true };
  return whole(await client.ask("/walletsolidity/getcandelegatedmaxsize", asked), "max_size");
}

/** What votes have earned and nobody has claimed, in sun. @throws NetworkError */
export const readReward = async (client: NodeClient, address: string): Promise<bigint> =>
  whole(await client.ask("/walletsolidity/getReward", { address, visible: true }), "reward");
