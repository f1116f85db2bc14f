import { beforeEach, describe, expect, it } from "vitest";
import type { AttestersOf } from "./attesters.ts";
import { type BlockTree, createBlockTree, type TreeBlock } from "./block-tree.ts";
import { findFinality } from "./finality.ts";
import { chooseHead } from "./fork-choice.ts";
import type { Vote } from "./votes.ts";

const equal: AttestersOf = () => new Map(["x", "y", "z", "w"].map((name) => [name, 1n]));
const block = (hash: string, parent: string, height: number, changes: Partial<TreeBlock> = {}): TreeBlock => ({
  ...{ hash, parent, height, slot: height, position: 0, rank: 0, epoch: 0, timestamp: height, txCount: 0 },
  ...changes,
});

let tree: BlockTree;
/** genesis - a1 - a2 - a3, and b2 - b3 beside it from a1. */
beforeEach(() => {
  tree = createBlockTree(block("g", "", 0));
  for (const [hash, parent, height] of [
    ["a1", "g", 1],
    ["a2", "a1", 2],
    ["b2", "a1", 2],
    ["a3", "a2", 3],
    ["b3", "b2", 3],
  ] as const)
    tree.add(block(hash, parent, height));
});

function vote(attesters: string, source: string, target: string): Vote[] {
  const ref = (hash: string) => ({ hash, height: tree.get(hash)?.height ?? 0 });
  return attesters.split("").map((attester) => ({ attester, epoch: 0, source: ref(source), target: ref(target) }));
}
const finalityOf = (votes: Vote[], attestersOf = equal) => findFinality(tree, votes, attestersOf);

describe("finality", () => {
  it("justifies a block with more than two thirds from one justified source", () => {
    const { justified, final } = finalityOf(vote("xyz", "g", "a1"));
    expect([...justified]).toEqual(["g", "a1"]);
    expect(final.hash).toBe("g");
  });

  it("does not justify with two thirds exactly, nor with votes split over sources", () => {
    const three: AttestersOf = () => new Map(["x", "y", "z"].map((name) => [name, 1n]));
    expect(finalityOf(vote("xy", "g", "a1"), three).lastJustified.hash).toBe("g");
    const split = [...vote("xyz", "g", "a1"), ...vote("xy", "g", "a2"), ...vote("zw", "a1", "a2")];
    expect(finalityOf(split).lastJustified.hash).toBe("a1");
  });

  it("makes a justified block final when its child is justified from it", () => {
    expect(finalityOf([...vote("xyz", "g", "a1"), ...vote("yzw", "a1", "a2")]).final.hash).toBe("a1");
  });

  it("does not make a block final by a link that skips a height", () => {
    const { lastJustified, final } = finalityOf([...vote("xyz", "g", "a1"), ...vote("xyz", "a1", "a3")]);
    expect(lastJustified.hash).toBe("a3");
    expect(final.hash).toBe("g");
  });

  it("ignores a source that is not justified, not an ancestor, or unknown", () => {
    expect(finalityOf(vote("xyzw", "a1", "a2")).lastJustified.hash).toBe("g");
    expect(finalityOf([...vote("xyz", "g", "b2"), ...vote("xyzw", "b2", "a3")]).lastJustified.hash).toBe("b2");
    const unknown = vote("xyzw", "g", "a1").map((one) => ({ ...one, source: { height: 0, hash: "nobody" } }));
    expect(finalityOf(unknown).lastJustified.hash).toBe("g");
  });

  it("counts an attester once and only by its weight", () => {
    const heavy: AttestersOf = () =>
      new Map([
        ["x", 7n],
        ["y", 3n],
      ]);
    expect(finalityOf([...vote("y", "g", "a1"), ...vote("y", "g", "a1")], heavy).lastJustified.hash).toBe("g");
    expect(finalityOf(vote("x", "g", "a1"), heavy).lastJustified.hash).toBe("a1");
    expect(finalityOf(vote("qrs", "g", "a1"), heavy).lastJustified.hash).toBe("g");
  });

  it("needs the share in both sets for a link across epochs", () => {
    tree.add(block("a4", "a3", 4, { epoch: 1 }));
    const sets: AttestersOf = (epoch) => new Map([[epoch === 0 ? "x" : "y", 1n]]);
    expect(finalityOf(vote("y", "g", "a4"), sets).lastJustified.hash).toBe("g");
    expect(finalityOf(vote("x", "g", "a4"), sets).lastJustified.hash).toBe("g");
    expect(finalityOf(vote("xy", "g", "a4"), sets).lastJustified.hash).toBe("a4");
  });
});

describe("fork choice", () => {
  const headOf = (votes: Vote[]) => chooseHead(tree, findFinality(tree, votes, equal).lastJustified, votes, equal).hash;

  it("follows the heaviest latest votes at or below each child", () => {
    expect(headOf([...vote("xy", "g", "b2"), ...vote("z", "g", "a3")])).toBe("b3");
    expect(headOf([...vote("x", "g", "b2"), ...vote("yz", "g", "a3")])).toBe("a3");
  });

  it("counts only the latest vote of each attester", () => {
    expect(headOf([...vote("xy", "g", "a2"), ...vote("xy", "g", "b3")])).toBe("b3");
  });

  it("breaks ties by the lower producer rank and then by the lower hash", () => {
    expect(headOf([])).toBe("a3");
    tree.add(block("c4", "a3", 4, { rank: 0 }));
    tree.add(block("b4", "a3", 4, { rank: 1 }));
    expect(headOf([])).toBe("c4");
  });

  it("never leaves the last justified block, whatever is heavier elsewhere", () => {
    expect(headOf([...vote("xyz", "g", "b2"), ...vote("xyzw", "g", "a3")])).toBe("a3");
    expect(headOf([...vote("xyz", "g", "b3"), ...vote("yzw", "g", "a2")])).toBe("b3");
  });

  it("ignores votes for unknown blocks", () => {
    const unknown = vote("xyzw", "g", "a1").map((one) => ({ ...one, target: { height: 9, hash: "nobody" } }));
    expect(headOf([...unknown, ...vote("x", "g", "b2")])).toBe("b3");
  });
});

describe("the block tree", () => {
  it("refuses a block without a parent, at a wrong height, or a second time", () => {
    expect(tree.add(block("n", "nobody", 1))).toBe(false);
    expect(tree.add(block("n", "a1", 5))).toBe(false);
    expect(tree.add(block("a1", "g", 1))).toBe(false);
  });

  it("drops what does not descend from a new root", () => {
    tree.prune("a2");
    expect(tree.blocks().map(({ hash }) => hash)).toEqual(["a2", "a3"]);
    expect(tree.get("b3")).toBeUndefined();
    expect(tree.root.hash).toBe("a2");
  });

  it("finds ancestors and paths", () => {
    expect(tree.ancestorAt("b3", 1)?.hash).toBe("a1");
    expect(tree.ancestorAt("a1", 3)).toBeUndefined();
    expect(tree.pathFrom("a1", "b3").map(({ hash }) => hash)).toEqual(["b2", "b3"]);
  });
});
