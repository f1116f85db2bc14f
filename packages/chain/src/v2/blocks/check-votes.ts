import { DOMAIN, v2 } from "@lucid/proof";
import { type BranchFinality, targetAt, VOTE_WINDOW } from "../consensus/branch-finality.ts";
import type { Vote } from "../consensus/fork-tree.ts";
import type { BlockRules, BranchBelow } from "./block-context.ts";

export interface HeldVote extends Vote {
  readonly epoch: number;
  readonly signature: string;
}

/** What tells a vote from every other one of its network. */
export const voteName = ({ attester, source, target }: Vote): string => `${attester}|${source.hash}|${target.hash}`;

/** The votes of a block, or the rule of consensus 6.2 that they break. */
export function checkVotes(
  groups: readonly v2.VoteGroup[],
  { state, tip, hashAt }: BranchBelow,
  { network, checkSignature }: Pick<BlockRules, "network" | "checkSignature">,
): { readonly ok: true; readonly votes: readonly HeldVote[] } | { readonly ok: false; readonly reason: string } {
  const refused = (reason: string) => ({ ok: false, reason }) as const;
  const names = new Set<string>();
  const votes: HeldVote[] = [];
  let before = [-1, -1];
  for (const group of groups) {
    const { epoch, source, target } = group;
    const place = [target.height, source.height];
    if (!isBefore(before, place)) return refused("votes_unsorted");
    before = place;
    if (source.height >= target.height) return refused("vote_span");
    if (target.height <= tip.height - VOTE_WINDOW) return refused("vote_too_old");
    const block = targetAt(state.finality, target.height);
    if (block?.hash !== target.hash || hashAt(source.height) !== source.hash) return refused("vote_off_branch");
    if (block.epoch !== epoch) return refused("vote_epoch");
    let last = -1;
    for (const [index, signature] of group.votes) {
      if (index <= last) return refused("votes_unsorted");
      last = index;
      const attester = block.voters.keys[index];
      if (attester === undefined) return refused("no_voter");
      const name = `${target.height}|${index}`;
      if (block.votes.has(index) || names.has(name)) return refused("vote_repeated");
      names.add(name);
      const statement = v2.attestationIn(group, network.hash, attester);
      if (!checkSignature(DOMAIN.attestationV2, statement, signature, attester)) return refused("bad_vote_signature");
      votes.push({ attester, epoch, source, target, signature });
    }
  }
  return { ok: true, votes };
}

const isBefore = (left: readonly number[], right: readonly number[]): boolean => {
  const [target = 0, source = 0] = left;
  const [otherTarget = 0, otherSource = 0] = right;
  return target < otherTarget || (target === otherTarget && source < otherSource);
};

/** Known votes as a block holds them: by target height, source height, then voter index. */
export function groupVotes(votes: readonly HeldVote[], finality: Pick<BranchFinality, "targets">): v2.VoteGroup[] {
  const groups = Map.groupBy(votes, ({ source, target }) => `${target.hash}|${source.hash}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { epoch, source, target } = first;
      const indexed = group.flatMap(({ attester, signature }): v2.IndexedVote[] => {
        const index = targetAt(finality, target.height)?.voters.indexOf(attester);
        return index === undefined ? [] : [[index, signature]];
      });
      return [{ epoch, source, target, votes: indexed.toSorted(([left], [right]) => left - right) }];
    })
    .toSorted((left, right) => left.target.height - right.target.height || left.source.height - right.source.height);
}
