import type { BlockRef } from "@lucid/proof";

/** A checked attestation without its signature. */
export interface Vote {
  readonly attester: string;
  readonly epoch: number;
  readonly source: BlockRef;
  readonly target: BlockRef;
}

/** Votes known above the last final block. */
export interface VoteBook {
  add(vote: Vote): boolean;
  all(): readonly Vote[];
  /** Drops what can no longer matter once a block of this height is final. */
  prune(finalHeight: number): void;
}

const keyOf = ({ attester, source, target }: Vote): string => `${attester}|${source.hash}|${target.hash}`;

export function createVoteBook(): VoteBook {
  const votes = new Map<string, Vote>();
  return {
    add(vote) {
      const key = keyOf(vote);
      if (votes.has(key)) return false;
      votes.set(key, vote);
      return true;
    },
    all: () => [...votes.values()],
    prune(finalHeight) {
      for (const [key, vote] of votes) if (vote.target.height <= finalHeight) votes.delete(key);
    },
  };
}

/** Each attester's vote with the highest target; of two at one height (an offence) the lower hash. */
export function latestVotes(votes: readonly Vote[]): ReadonlyMap<string, Vote> {
  const latest = new Map<string, Vote>();
  for (const vote of votes) {
    const known = latest.get(vote.attester);
    if (known === undefined || isLater(vote.target, known.target)) latest.set(vote.attester, vote);
  }
  return latest;
}

const isLater = (left: BlockRef, right: BlockRef): boolean =>
  left.height > right.height || (left.height === right.height && left.hash < right.hash);
