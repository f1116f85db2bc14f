import { z } from "zod";
import { Timestamp, TronAddress } from "../shared/shared.schema.ts";
import { StakingObstacle, StakingResource, StakingVote } from "./staking-order.schema.ts";
import { TronAmount, TronBlock, TronNetwork, TronWalletId } from "./tron.schema.ts";

/** What an account lends to another, or has lent from it. */
export const StakingLoan = z.object({
  resource: StakingResource,
  amount: TronAmount,
  /** Who has the use of it, or whose it is. */
  other: TronAddress,
  /** Before that it cannot be taken back; null where it can at any time. */
  locked_until: Timestamp.nullable(),
});
export type StakingLoan = z.infer<typeof StakingLoan>;

/** What transactions are paid with in place of TRX. It comes back by itself within 24 hours of its use. */
const Supply = z.object({
  limit: z.int(),
  used: z.int(),
  /** By then at the latest all of it is there again; null where nothing of it is used. */
  whole_at: Timestamp.nullable(),
});

/** One resource of an account: amounts in sun. */
const Stake = z.object({
  staked: TronAmount,
  lent: TronAmount,
  borrowed: TronAmount,
  /** Of what is staked, what nobody uses and may be lent. */
  lendable: TronAmount,
  /** Of what is staked, what this node does not unstake yet: it was staked a short time ago. */
  held: TronAmount,
  held_until: Timestamp.nullable(),
  supply: Supply,
});

/** What votes have earned, and when it can be claimed. */
export const StakingRewards = z
  .object({
    reward: TronAmount,
    /** Null where it can be claimed now, as far as time goes. */
    claimable_at: Timestamp.nullable(),
    votes: z.array(StakingVote),
  })
  .meta({ id: "StakingRewards" });
export type StakingRewards = z.infer<typeof StakingRewards>;

/** Stake 2.0 of one account, in the solidified state. Amounts in sun, votes in whole ones. */
export const StakingStatus = z
  .object({
    network: TronNetwork,
    wallet_id: TronWalletId,
    address: TronAddress,
    solid: TronBlock,
    available: TronAmount,
    energy: Stake,
    bandwidth: Stake,
    /** What everybody has of bandwidth each day for nothing. */
    free_bandwidth: z.object({ limit: z.int(), used: z.int() }),
    unfreezing: z.array(z.object({ resource: StakingResource, amount: TronAmount, withdrawable_at: Timestamp })),
    withdrawable: TronAmount,
    /** How many more may wait at once. */
    unfreezings_left: z.int(),
    /** The first twenty of each. */
    lent_to: z.array(StakingLoan),
    borrowed_from: z.array(StakingLoan),
    are_loans_whole: z.boolean(),
    /** A vote for each whole TRX that is staked or lent. */
    votes_most: TronAmount,
    rewards: StakingRewards,
    /** What this node asks for: the least and most that are staked at once, and for how long. */
    policy: z.object({ least: TronAmount, most: TronAmount, hold_days: z.int() }),
  })
  .meta({ id: "StakingStatus" });
export type StakingStatus = z.infer<typeof StakingStatus>;

/** Who can be voted for. */
export const StakingWitness = z.object({
  address: TronAddress,
  url: z.string(),
  votes: TronAmount,
  /** Of what its blocks earn, what it keeps for itself, in hundredths. */
  keeps_percent: z.int(),
});
export type StakingWitness = z.infer<typeof StakingWitness>;

/** What an order would do if it were signed now, and cost. Amounts in sun. */
export const StakingForecast = z
  .object({
    network: TronNetwork,
    obstacle: StakingObstacle.nullable(),
    /** The least or the most that would go, where the obstacle is about an amount. */
    limit: TronAmount.nullable(),
    /** When the obstacle is gone by itself. */
    until: Timestamp.nullable(),
    cost: z.object({
      bandwidth: z.int(),
      bandwidth_held: z.int(),
      fee_sun: TronAmount,
    }),
    effect: z.object({
      /** What it is about. */
      amount: TronAmount,
      /** Comes into the balance with it. */
      paid_out: TronAmount,
      /** Is staked again. */
      staked_again: TronAmount,
      /** What the account, or the other one, has of the resource in a day for that amount, as the network is now. */
      units_a_day: z.int(),
      /** Staked: not unstaked by this node before. Unstaked: not withdrawn before. Lent: not taken back before. */
      bound_until: Timestamp.nullable(),
      votes_before: z.array(StakingVote),
      /** Votes that are gone with it. */
      votes_lost: TronAmount,
    }),
  })
  .meta({ id: "StakingForecast" });
export type StakingForecast = z.infer<typeof StakingForecast>;
