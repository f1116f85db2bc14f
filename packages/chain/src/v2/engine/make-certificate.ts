import type { BlockRef, v2 } from "@lucid/proof";
import type { HeldVote } from "../blocks/check-votes.ts";
import type { FinalReason } from "../consensus/fork-tree.ts";
import type { Lists } from "../state/lists.ts";

export interface CertificateParts {
  /** The final block, signed. */
  readonly final: Pick<v2.Block, "header" | "signature">;
  readonly self: BlockRef;
  readonly reason: FinalReason;
  /** Its lists and its child's. */
  readonly lists: Lists;
  readonly childLists: Lists;
  /** Header of the child. */
  readonly child: v2.Header;
  /** The signed vote of a key, with this source and target. */
  readonly voteOf: (attester: string, source: string, target: string) => HeldVote | undefined;
}

/**
 * The certificate of a final block (consensus 4.8) with as few votes as it takes, lowest index first. Undefined where a
 * vote's signature is not at hand any more.
 */
export function makeCertificate(parts: CertificateParts): v2.Certificate | undefined {
  const { final, self, reason, lists, childLists, child, voteOf } = parts;
  const signed = ({ voters }: Lists, index: number, source: string, target: string): v2.IndexedVote | undefined => {
    const vote = voteOf(voters.keys[index] ?? "", source, target);
    return vote && [index, vote.signature];
  };
  const enough = ({ voters }: Lists, indexes: Iterable<number>): number[] => {
    const taken: number[] = [];
    for (const index of [...indexes].toSorted((left, right) => left - right)) {
      if (voters.isSupermajority(taken)) break;
      taken.push(index);
    }
    return taken;
  };
  const sources = new Map<string, [BlockRef, v2.IndexedVote[]]>();
  for (const index of enough(lists, reason.voters.keys())) {
    const source = reason.voters.get(index);
    const vote = source && signed(lists, index, source.hash, self.hash);
    if (source === undefined || vote === undefined) return undefined;
    const { height, hash } = source;
    const group = sources.get(hash) ?? [{ height, hash }, []];
    group[1].push(vote);
    sources.set(hash, group);
  }
  const followers = enough(childLists, reason.followers).flatMap((index) => {
    const vote = signed(childLists, index, self.hash, reason.child.hash);
    return vote === undefined ? [] : [vote];
  });
  if (!childLists.voters.isSupermajority(followers.map(([index]) => index))) return undefined;
  const isSame = childLists.hash === lists.hash;
  return {
    ...{ header: final.header, signature: final.signature, members: lists.members },
    ...{ child: isSame ? null : child, child_members: isSame ? null : childLists.members },
    links: [
      { epoch: final.header.epoch, votes: [...sources.values()].toSorted(([left], [right]) => left.height - right.height) },
      { epoch: reason.child.epoch, hash: reason.child.hash, votes: followers },
    ],
  };
}
