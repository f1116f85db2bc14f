import { z } from "zod";
import { TronAddress } from "../shared/shared.schema.ts";

/** Digits without a sign, as amounts are. */
const Digits = z.string().regex(/^(?:0|[1-9]\d{0,18})$/, { error: "a whole number, in digits", abort: true });

/**
 * What can be done with a stake (Stake 2.0). `withdraw` pays out what was unstaked 14 days ago, `cancel-unfreezing` stakes all again that waits
 * for that, `vote` replaces all votes of before, `claim` pays out what votes have earned.
 */
export const StakingKind = z.enum([
  "freeze",
  "unfreeze",
  "withdraw",
  "cancel-unfreezing",
  "delegate",
  "undelegate",
  "vote",
  "claim",
]);
export type StakingKind = z.infer<typeof StakingKind>;

export const StakingResource = z.enum(["energy", "bandwidth"]);
export type StakingResource = z.infer<typeof StakingResource>;

export const StakingVote = z.object({ witness: TronAddress, votes: Digits });
export type StakingVote = z.infer<typeof StakingVote>;

/** As many as java-tron takes of one account (MAX_VOTE_NUMBER). */
const MOST_VOTES = 30;

/** What is to be done, with what each kind needs and nothing else. Amounts in sun. */
export const StakingAction = z.strictObject({
  kind: StakingKind,
  /** To stake, unstake, lend and take back. */
  amount: Digits.refine(
    (digits) => digits !== "0" && BigInt(digits) < 1n << 63n,
    "more than nothing, and at most 2^63 - 1",
  ).optional(),
  resource: StakingResource.optional(),
  /** Who has the use of what is lent. */
  to_address: TronAddress.optional(),
  /** To lend: so long it cannot be taken back. */
  lock_hours: z.int().min(1).max(8_760).optional(),
  /** To vote: the whole list, which replaces the one before. */
  votes: z
    .array(z.strictObject({ witness: TronAddress, votes: Digits.refine((digits) => digits !== "0", "at least one vote") }))
    .min(1)
    .max(MOST_VOTES)
    .refine((votes) => new Set(votes.map(({ witness }) => witness)).size === votes.length, "each is named once")
    .optional(),
});
export type StakingAction = z.infer<typeof StakingAction>;

type Part = "amount" | "resource" | "to_address" | "lock_hours" | "votes";
const OF_STAKE = ["amount", "resource"] as const;
const OF_LOAN = [...OF_STAKE, "to_address"] as const;
const PARTS: Readonly<Record<StakingKind, { readonly needs: readonly Part[]; readonly takes?: readonly Part[] }>> = {
  freeze: { needs: OF_STAKE },
  unfreeze: { needs: OF_STAKE },
  withdraw: { needs: [] },
  "cancel-unfreezing": { needs: [] },
  delegate: { needs: OF_LOAN, takes: ["lock_hours"] },
  undelegate: { needs: OF_LOAN },
  vote: { needs: ["votes"] },
  claim: { needs: [] },
};

/** Says of each part that is missing, or that the kind has no use for, that it is. */
export function checkStakingParts(action: StakingAction, context: z.core.$RefinementCtx): void {
  const { needs, takes = [] } = PARTS[action.kind];
  for (const part of ["amount", "resource", "to_address", "lock_hours", "votes"] as const) {
    const isThere = action[part] !== undefined;
    if (needs.includes(part) && !isThere)
      context.addIssue({ code: "custom", path: [part], message: `is needed to ${action.kind}` });
    if (isThere && !needs.includes(part) && !takes.includes(part))
      context.addIssue({ code: "custom", path: [part], message: `has no place in ${action.kind}` });
  }
}

/**
 * What stands in the way of an order. `below-one`, `below-least`, `above-most`: less than the network takes, or less or more than this node stakes at once. `held`:
 * staked a short time ago, which this node asks for. `not-staked`: there is less of it. `unfreezings`: as many wait as may. `nothing-due`,
 * `nothing-waits`: there is nothing to withdraw, or to stake again. `not-free`: in use, or less is staked. `receiver-self`, `receiver-unknown`,
 * `receiver-contract`: nothing is lent there. `lock-long`, `lock-short`: longer than the network takes, or shorter than an earlier loan's. `not-lent`: less is lent there, or
 * it is locked. `votes`: more than are had. `witness-unknown`: no candidate. `no-reward`, `too-soon`: claimed within 24 hours. `under-way`: another order of this wallet
 * about its stake has not come to its end. `device`: the Ledger that has the key signs no such order.
 */
export const StakingObstacle = z.enum([
  ...["balance", "fee", "below-one", "below-least", "above-most", "held", "not-staked", "unfreezings", "nothing-due"],
  ...["nothing-waits", "not-free", "receiver-self", "receiver-unknown", "receiver-contract", "lock-long", "lock-short"],
  ...["not-lent", "votes", "witness-unknown", "no-reward", "too-soon", "under-way", "device"],
] as const);
export type StakingObstacle = z.infer<typeof StakingObstacle>;
