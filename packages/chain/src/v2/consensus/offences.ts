import type { Vote } from "./fork-tree.ts";

/** Two votes that no honest key signs (consensus 10.1): for one target height, or one around the other. */
export interface Offence {
  readonly kind: "votes" | "surround";
  readonly attester: string;
  readonly targetHeight: number;
}

/** Looks at every vote that was signed, whether its blocks are known or not. */
export interface OffenceWatch {
  /** What the vote is together with one seen before; undefined where it is no offence. */
  saw(vote: Vote): Offence | undefined;
  /** Forgets votes with targets up to this height: no later vote with a justified source can offend with them alone. */
  prune(height: number): void;
}

export function createOffenceWatch(): OffenceWatch {
  const seen = new Map<string, Map<number, Vote>>();
  return {
    saw(vote) {
      const { attester, source, target } = vote;
      const votes = seen.get(attester) ?? new Map<number, Vote>();
      seen.set(attester, votes);
      const same = votes.get(target.height);
      if (same !== undefined) {
        const isSame = same.target.hash === target.hash && same.source.hash === source.hash;
        return isSame ? undefined : { kind: "votes", attester, targetHeight: target.height };
      }
      votes.set(target.height, vote);
      for (const other of votes.values()) {
        const isAround = source.height < other.source.height && target.height > other.target.height;
        const isWithin = source.height > other.source.height && target.height < other.target.height;
        if (isAround || isWithin) return { kind: "surround", attester, targetHeight: target.height };
      }
      return undefined;
    },
    prune(height) {
      for (const votes of seen.values()) for (const target of votes.keys()) if (target <= height) votes.delete(target);
    },
  };
}
