import type { v2 } from "@lucid/proof";
import type { Vote } from "./fork-tree.ts";

/** Two votes that no honest key signs (consensus 10.1): for one target height, or `first` around `second`. */
export interface Offence<One extends Vote = Vote> {
  readonly kind: "votes" | "surround";
  readonly attester: string;
  readonly targetHeight: number;
  readonly first: One;
  readonly second: One;
}

/** Looks at every vote that was signed, whether its blocks are known or not. */
export interface OffenceWatch<One extends Vote> {
  /** What the vote is together with one seen before; undefined where it is no offence. */
  saw(vote: One): Offence<One> | undefined;
  /** Forgets votes with targets up to this height: no later vote with a justified source can offend with them alone. */
  prune(height: number): void;
}

export function createOffenceWatch<One extends Vote>(): OffenceWatch<One> {
  const seen = new Map<string, Map<number, One>>();
  return {
    saw(vote) {
      const { attester, source, target } = vote;
      const votes = seen.get(attester) ?? new Map<number, One>();
      seen.set(attester, votes);
      const same = votes.get(target.height);
      if (same !== undefined) {
        const isSame = same.target.hash === target.hash && same.source.hash === source.hash;
        return isSame ? undefined : { kind: "votes", attester, targetHeight: target.height, first: same, second: vote };
      }
      votes.set(target.height, vote);
      for (const other of votes.values()) {
        const isAround = source.height < other.source.height && target.height > other.target.height;
        const isWithin = source.height > other.source.height && target.height < other.target.height;
        if (isAround) return { kind: "surround", attester, targetHeight: target.height, first: vote, second: other };
        if (isWithin) return { kind: "surround", attester, targetHeight: target.height, first: other, second: vote };
      }
      return undefined;
    },
    prune(height) {
      for (const votes of seen.values()) for (const target of votes.keys()) if (target <= height) votes.delete(target);
    },
  };
}

type SignedHeader = Pick<v2.Block, "header" | "signature">;
type BlockOffence = Extract<v2.OffencePair, { kind: "blocks" }>;

/** Looks at every block that was signed, whether it is valid or not. */
export interface BlockWatch {
  /** The block with another one that its producer signed for the same place, if there was one. */
  saw(block: SignedHeader, hash: string): BlockOffence | undefined;
  /** Forgets what was built before a slot. */
  prune(slot: number): void;
}

export function createBlockWatch(): BlockWatch {
  const seen = new Map<string, SignedHeader & { readonly hash: string }>();
  return {
    saw({ header, signature }, hash) {
      const place = `${header.producer}|${header.slot}|${header.position}`;
      const known = seen.get(place);
      if (known === undefined) seen.set(place, { header, signature, hash });
      if (known === undefined || known.hash === hash) return undefined;
      return { kind: "blocks", first: { header: known.header, signature: known.signature }, second: { header, signature } };
    },
    prune(slot) {
      for (const [place, { header }] of seen) if (header.slot < slot) seen.delete(place);
    },
  };
}
