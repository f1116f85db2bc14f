import type { BlockRef, v2 } from "@lucid/proof";

/** Heights below a block whose blocks its votes may have as their target (consensus 6.2). */
export const VOTE_WINDOW = 64;

/** A block that votes on the branch may have as their target. */
export interface BranchTarget extends BlockRef {
  readonly epoch: number;
  readonly voters: v2.Voters;
  readonly justified: boolean;
  /** Heights of the sources of the votes that the branch holds for it, by voter index. */
  readonly votes: ReadonlyMap<number, number>;
}

/**
 * What the votes that a branch holds have justified and made final on it (consensus 4.5): the same for everybody, whatever
 * other votes a node knows. Immutable.
 */
export interface BranchFinality {
  readonly final: number;
  /** Justified heights from the final one on, ascending. */
  readonly justified: readonly number[];
  /** The last `VOTE_WINDOW` blocks, ascending. */
  readonly targets: readonly BranchTarget[];
}

/** A vote of a block, whose target is in the window and whose source is on the branch. */
export interface BranchVote {
  readonly voter: number;
  readonly source: number;
  readonly target: number;
}

export const beginBranch: BranchFinality = { final: 0, justified: [0], targets: [] };

export const targetAt = ({ targets }: Pick<BranchFinality, "targets">, height: number): BranchTarget | undefined =>
  targets[height - (targets[0]?.height ?? 0)];

/**
 * Counts the votes of a block by consensus 4.3, in order of height: a vote counts while its source is justified and not
 * below the final block. A vote only reaches upwards, so what is below the window is settled for ever.
 */
export function countVotes(branch: BranchFinality, votes: readonly BranchVote[]): BranchFinality {
  if (votes.length === 0) return branch;
  const byTarget = Map.groupBy(votes, ({ target }) => target);
  const targets = branch.targets.map((target) => withVotes(target, byTarget.get(target.height)));
  let { final, justified } = branch;
  for (const [index, target] of targets.entries()) {
    const isTouched = byTarget.has(target.height) || justified !== branch.justified;
    if (!isTouched || target.height <= final) continue;
    const counted = [...target.votes].filter(([, source]) => source >= final && justified.includes(source));
    if (!target.justified && target.voters.isSupermajority(counted.map(([voter]) => voter))) {
      targets[index] = { ...target, justified: true };
      justified = [...justified, target.height].toSorted((left, right) => left - right);
    }
    const parent = target.height - 1;
    const followers = counted.filter(([, source]) => source === parent).map(([voter]) => voter);
    if (parent > final && target.voters.isSupermajority(followers)) {
      final = parent;
      justified = justified.filter((height) => height >= parent);
    }
  }
  return { final, justified, targets };
}

function withVotes(target: BranchTarget, added: readonly BranchVote[] = []): BranchTarget {
  if (added.length === 0) return target;
  return { ...target, votes: new Map([...target.votes, ...added.map(({ voter, source }) => [voter, source] as const)]) };
}

/** The branch with one more block, for which it holds no vote yet. */
export const growBranch = (branch: BranchFinality, block: Omit<BranchTarget, "justified" | "votes">): BranchFinality => ({
  ...branch,
  targets: [...branch.targets, { ...block, justified: false, votes: new Map() }].slice(-VOTE_WINDOW),
});
