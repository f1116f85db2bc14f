import { createSeededRandom } from "@lucid/foundation/testing";
import { v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createNaiveTree } from "../testing/naive-tree.ts";
import { type BranchFinality, beginBranch, countVotes, growBranch, targetAt, VOTE_WINDOW } from "./branch-finality.ts";

const key = (index: number): string => String(index).repeat(64).slice(0, 64);
const votersFor = (...weights: readonly number[]): v2.Voters =>
  v2.votersOf({
    current: { version: 0, members: weights.map((weight, index) => ({ entity: key(index), public_key: key(index), weight })) },
    pending: null,
  });
const four = votersFor(1, 1, 1, 1);
const grown = (blocks: number, from: BranchFinality = beginBranch, voters = four): BranchFinality =>
  Array.from({ length: blocks }).reduce<BranchFinality>((branch) => {
    const height = (branch.targets.at(-1)?.height ?? 0) + 1;
    return growBranch(branch, { height, hash: String(height), epoch: 0, voters });
  }, from);
const votes = (voters: readonly number[], source: number, target: number) => voters.map((voter) => ({ voter, source, target }));

describe("finality on a branch", () => {
  it("comes with the votes that the branch holds, from justified sources", () => {
    const justified = countVotes(grown(3), votes([0, 1, 2], 0, 1));
    expect([justified.justified, justified.final]).toEqual([[0, 1], 0]);
    const final = countVotes(justified, votes([0, 1, 3], 1, 2));
    expect([final.justified, final.final]).toEqual([[1, 2], 1]);
    expect(countVotes(final, [])).toBe(final);
  });

  it("counts votes that waited for their source, and none from below the final block", () => {
    const waiting = countVotes(grown(4), [...votes([0, 1, 2], 1, 2), ...votes([0, 1, 2], 2, 3)]);
    expect(waiting.justified).toEqual([0]);
    const final = countVotes(waiting, votes([0, 1, 2], 0, 1));
    expect([final.justified, final.final]).toEqual([[2, 3], 2]);
    const late = countVotes(final, [...votes([0, 1, 2], 1, 4), ...votes([3], 0, 1)]);
    expect([late.justified, late.final]).toEqual([[2, 3], 2]);
  });

  it("does not make a block final by votes that skip a height, or come from sources that differ", () => {
    const branch = countVotes(countVotes(grown(3), votes([0, 1, 2], 0, 1)), votes([0, 1, 2], 1, 3));
    expect([branch.justified, branch.final]).toEqual([[0, 1, 3], 0]);
    const mixed = countVotes(branch, [...votes([0, 1], 1, 2), ...votes([2], 0, 2)]);
    expect([mixed.justified, mixed.final]).toEqual([[0, 1, 2, 3], 0]);
  });

  it("takes votes for the last blocks alone", () => {
    const branch = grown(VOTE_WINDOW + 3);
    expect([branch.targets.length, targetAt(branch, 3), targetAt(branch, 4)?.height]).toEqual([VOTE_WINDOW, undefined, 4]);
    expect(targetAt(beginBranch, 1)).toBeUndefined();
  });

  it("goes by the lists of each block", () => {
    const branch = grown(2, grown(1), votersFor(1, 1, 1, 9));
    const justified = countVotes(branch, votes([0, 1, 2], 0, 1));
    const without = countVotes(justified, votes([0, 1, 2], 1, 2));
    expect([without.justified, without.final]).toEqual([[0, 1], 0]);
    expect(countVotes(without, votes([3], 1, 2)).final).toBe(1);
  });
});

it.each(["1", "2", "3", "4", "5"])("says what the rules say of votes from the last justified block (seed %s)", (seed) => {
  const random = createSeededRandom(seed);
  const voters = votersFor(...Array.from({ length: 5 }, () => 1 + random.below(3)));
  const blockAt = (height: number) => ({
    ...{ hash: String(height), parent: height === 0 ? "" : String(height - 1), height, slot: height, position: 0, rank: 0 },
    ...{ epoch: 0, timestamp: height, txCount: 0, voters },
  });
  const naive = createNaiveTree(blockAt(0));
  let branch = beginBranch;
  for (let height = 1; height < 60; height += 1) {
    naive.add(blockAt(height));
    branch = growBranch(branch, { height, hash: String(height), epoch: 0, voters });
    for (let voter = 0; voter < 5; voter += 1) {
      if (random.below(4) === 0) continue;
      const source = naive.justified.height;
      naive.vote({ attester: key(voter), source: { height: source, hash: String(source) }, target: blockAt(height) });
      branch = countVotes(branch, [{ voter, source, target: height }]);
      expect([branch.justified.at(-1), branch.final]).toEqual([naive.justified.height, naive.final.height]);
      if (source < naive.justified.height) break;
    }
  }
  expect(branch.final).toBeGreaterThan(5);
});
