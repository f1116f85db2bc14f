import { DOMAIN, v2 } from "@lucid/proof";
import type { Vote } from "../consensus/fork-tree.ts";
import { VOTE_WINDOW } from "../state/branch-state.ts";
import type { BlockRules, BranchBelow } from "./block-context.ts";

export interface HeldVote extends Vote {
  readonly epoch: number;
  readonly signature: string;
}

export const voteName = (attester: string, targetHeight: number): string => `${attester}|${targetHeight}`;

/** The votes of a block, or the rule of consensus 6.2 that they break. */
export function checkVotes(
  groups: readonly v2.VoteGroup[],
  branch: BranchBelow,
  { network, checkSignature }: Pick<BlockRules, "network" | "checkSignature">,
): { readonly ok: true; readonly votes: readonly HeldVote[] } | { readonly ok: false; readonly reason: string } {
  const refused = (reason: string) => ({ ok: false, reason }) as const;
  const held = new Set(branch.state.held.flatMap(({ votes }) => [...votes]));
  const votes: HeldVote[] = [];
  let before = [-1, -1];
  for (const group of groups) {
    const { epoch, source, target } = group;
    const place = [target.height, source.height];
    if (!isBefore(before, place)) return refused("votes_unsorted");
    before = place;
    if (source.height >= target.height) return refused("vote_span");
    if (target.height <= branch.tip.height - VOTE_WINDOW) return refused("vote_too_old");
    const block = branch.blockAt(target.height);
    if (block?.hash !== target.hash || branch.blockAt(source.height)?.hash !== source.hash) return refused("vote_off_branch");
    if (block.epoch !== epoch) return refused("vote_epoch");
    let last = -1;
    for (const [index, signature] of group.votes) {
      if (index <= last) return refused("votes_unsorted");
      last = index;
      const attester = network.voters.keys[index];
      if (attester === undefined) return refused("no_voter");
      const name = voteName(attester, target.height);
      if (held.has(name)) return refused("vote_repeated");
      held.add(name);
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
export function groupVotes(votes: readonly HeldVote[], { voters }: Pick<v2.Network, "voters">): v2.VoteGroup[] {
  const groups = Map.groupBy(votes, ({ source, target }) => `${target.hash}|${source.hash}`);
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group;
      if (first === undefined) return [];
      const { epoch, source, target } = first;
      const indexed = group.flatMap(({ attester, signature }): v2.IndexedVote[] => {
        const index = voters.indexOf(attester);
        return index === undefined ? [] : [[index, signature]];
      });
      return [{ epoch, source, target, votes: indexed.toSorted(([left], [right]) => left - right) }];
    })
    .toSorted((left, right) => left.target.height - right.target.height || left.source.height - right.source.height);
}
