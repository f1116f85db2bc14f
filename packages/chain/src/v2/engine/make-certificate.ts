import type { BlockRef, v2 } from "@lucid/proof";
import type { HeldVote } from "../blocks/check-votes.ts";
import type { FinalReason } from "../consensus/fork-tree.ts";

export interface CertificateParts {
  readonly network: v2.Network;
  /** The final block, signed. */
  readonly final: Pick<v2.Block, "header" | "signature">;
  readonly self: BlockRef;
  readonly reason: FinalReason;
  /** The signed vote of a key, with this source and target. */
  readonly voteOf: (attester: string, source: string, target: string) => HeldVote | undefined;
}

/**
 * The certificate of a final block (consensus 4.8) with as few votes as it takes, lowest index first. Membership does not
 * change here, so the child names the same lists. Undefined where a vote's signature is not at hand any more.
 */
export function makeCertificate({ network, final, self, reason, voteOf }: CertificateParts): v2.Certificate | undefined {
  const signed = (index: number, source: string, target: string): readonly [HeldVote, v2.IndexedVote] | undefined => {
    const vote = voteOf(network.voters.keys[index] ?? "", source, target);
    return vote && [vote, [index, vote.signature]];
  };
  const enough = (indexes: Iterable<number>): number[] => {
    const taken: number[] = [];
    for (const index of [...indexes].toSorted((left, right) => left - right)) {
      if (network.voters.isSupermajority(taken)) break;
      taken.push(index);
    }
    return taken;
  };
  const sources = new Map<string, [BlockRef, v2.IndexedVote[]]>();
  for (const index of enough(reason.voters.keys())) {
    const source = reason.voters.get(index);
    const vote = source && signed(index, source.hash, self.hash);
    if (source === undefined || vote === undefined) return undefined;
    const { height, hash } = source;
    const group = sources.get(hash) ?? [{ height, hash }, []];
    group[1].push(vote[1]);
    sources.set(hash, group);
  }
  const followers = enough(reason.followers).flatMap((index) => {
    const vote = signed(index, self.hash, reason.child.hash);
    return vote === undefined ? [] : [vote[1]];
  });
  if (!network.voters.isSupermajority(followers.map(([index]) => index))) return undefined;
  return {
    ...{ header: final.header, signature: final.signature, members: network.members, child: null, child_members: null },
    links: [
      { epoch: final.header.epoch, votes: [...sources.values()].toSorted(([left], [right]) => left.height - right.height) },
      { epoch: reason.child.epoch, hash: reason.child.hash, votes: followers },
    ],
  };
}
