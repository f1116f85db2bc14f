import type { StakingResource, StakingRewards, StakingRules, StakingStatus, StakingWitness } from "@lucid/contract";
import type { NodeClient } from "../network/create-node-client.ts";
import { type ExactObject, integerOf, listOf, objectOf, textOf } from "../network/exact-json.ts";
import { NetworkError } from "../network/network-error.ts";
import { readNewestBlock } from "../network/read-block.ts";
import { whole } from "../transfers/network-cost.ts";
import { readLoans } from "./read-loans.ts";
import { DAY_MS, dueBy, needAddress, readLendable, readReward, readStake, type Stake } from "./read-stake.ts";
import { type Freeze, heldBack } from "./stake-rules.ts";

export interface AskedStatus {
  readonly address: string;
  readonly rules: StakingRules;
  readonly freezes: (resource: StakingResource) => readonly Freeze[];
}

/** All that a stake is, of the solidified state; what resources are used, as of now. @throws NetworkError */
export async function readStatus(
  client: NodeClient,
  { address, rules, freezes }: AskedStatus,
): Promise<Omit<StakingStatus, "network" | "wallet_id">> {
  const solid = await readNewestBlock(client, "walletsolidity");
  const now = solid.timestampMs;
  const [stake, resources, loans, reward, energy, bandwidth] = await Promise.all([
    readStake(client, address),
    client.ask("/wallet/getaccountresource", { address, visible: true }),
    readLoans(client, address, now),
    readReward(client, address),
    readLendable(client, address, "energy"),
    readLendable(client, address, "bandwidth"),
  ]);
  const show = (resource: StakingResource, lendable: bigint, limit: string, used: string) => {
    const { staked, lent, borrowed, usedAt } = stake[resource];
    const { held, until } = heldBack(freezes(resource), rules, now);
    return {
      ...{ staked: staked.toString(), lent: lent.toString(), borrowed: borrowed.toString(), lendable: lendable.toString() },
      held: (held < staked ? held : staked).toString(),
      held_until: until === undefined || held === 0n ? null : shown(until),
      supply: supplyOf(resources, limit, used, usedAt),
    };
  };
  const { due, left } = dueBy(stake, now);
  return {
    address,
    solid: { number: solid.number, time: shown(now) },
    available: stake.balance.toString(),
    energy: show("energy", energy, "EnergyLimit", "EnergyUsed"),
    bandwidth: show("bandwidth", bandwidth, "NetLimit", "NetUsed"),
    free_bandwidth: { limit: Number(whole(resources, "freeNetLimit")), used: Number(whole(resources, "freeNetUsed")) },
    unfreezing: stake.unfreezing.map(({ resource, amount, dueAt }) => ({
      ...{ resource, amount: amount.toString(), withdrawable_at: shown(dueAt) },
    })),
    ...{ withdrawable: due.toString(), unfreezings_left: left },
    ...loans,
    votes_most: whole(resources, "tronPowerLimit").toString(),
    rewards: rewardsOf(stake, reward, now),
    policy: rules,
  };
}

const shown = (at: number): string => new Date(at).toISOString();

/** What was used is there again a day after its last use at the latest (WINDOW_SIZE_MS of java-tron). */
function supplyOf(resources: ExactObject, limit: string, used: string, usedAt: number | undefined) {
  const isUsed = whole(resources, used) > 0n && usedAt !== undefined;
  return {
    limit: Number(whole(resources, limit)),
    used: Number(whole(resources, used)),
    whole_at: isUsed ? shown(usedAt + DAY_MS) : null,
  };
}

function rewardsOf({ claimedAt, votes }: Stake, reward: bigint, now: number): StakingRewards {
  const again = claimedAt + DAY_MS;
  return {
    reward: reward.toString(),
    claimable_at: claimedAt > 0 && again > now ? shown(again) : null,
    votes: [...votes],
  };
}

/** @throws NetworkError */
export async function readRewards(client: NodeClient, address: string): Promise<StakingRewards> {
  const { timestampMs } = await readNewestBlock(client, "walletsolidity");
  const [stake, reward] = await Promise.all([readStake(client, address), readReward(client, address)]);
  return rewardsOf(stake, reward, timestampMs);
}

/** Candidates, those with the most votes first. @throws NetworkError */
export async function readWitnesses(client: NodeClient, limit: number): Promise<readonly StakingWitness[]> {
  const listed = listOf((await client.ask("/walletsolidity/listwitnesses", { visible: true }))["witnesses"]).map(objectOf);
  const votes = (one: ExactObject): bigint => {
    // Witnesses of a first block may have less than nothing on a network of its own.
    const count = integerOf(one["voteCount"]);
    if (count === undefined) throw new NetworkError("body", "a witness has no number of votes");
    return count > 0n ? count : 0n;
  };
  const first = listed.toSorted((a, b) => (votes(a) === votes(b) ? 0 : votes(a) < votes(b) ? 1 : -1)).slice(0, limit);
  return await Promise.all(
    first.map(async (one) => {
      const address = needAddress(one, "address");
      const { brokerage } = await client.ask("/walletsolidity/getBrokerage", { address, visible: true });
      const keeps = integerOf(brokerage) ?? 0n;
      return { address, url: textOf(one["url"]), votes: votes(one).toString(), keeps_percent: Number(keeps) };
    }),
  );
}
