import { createSeededRandom } from "@lucid/foundation/testing";
import { v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createNaiveTree } from "../testing/naive-tree.ts";
import type { ForkBlock } from "./fork-node.ts";
import { createForkTree, type ForkTree, type Vote } from "./fork-tree.ts";

const key = (name: string): string => name.repeat(64).slice(0, 64);
const listOf = (weights: Readonly<Record<string, number>>, version = 0): v2.MemberList => ({
  version,
  members: Object.entries(weights).map(([name, weight]) => ({ entity: key(name), public_key: key(name), weight })),
});
const votersFor = (weights: Readonly<Record<string, number>>) => v2.votersOf({ current: listOf(weights), pending: null });
const four = votersFor({ a: 1, b: 1, c: 1, d: 1 });

const block = (hash: string, parent: string, height: number, rank = 0, voters = four): ForkBlock => ({
  ...{ hash, parent, height, slot: height, position: 0, rank, epoch: 0, timestamp: height, txCount: 0, voters },
});

/** Blocks "parent<child", each of them one above its parent. */
function grow(tree: Pick<ForkTree, "add">, heights: Map<string, number>, voters: v2.Voters, ...links: readonly string[]): void {
  for (const link of links) {
    const [parent = "", name = "", rank = "0"] = link.split(/[<:]/);
    const height = (heights.get(parent) ?? 0) + 1;
    heights.set(name, height);
    tree.add(block(name, parent, height, Number(rank), voters));
  }
}

function treeOf(voters: v2.Voters, ...links: readonly string[]) {
  const heights = new Map([["g", 0]]);
  const tree = createForkTree(block("g", "", 0, 0, voters));
  grow(tree, heights, voters, ...links);
  const ref = (hash: string) => ({ hash, height: heights.get(hash) ?? 99 });
  const vote = (names: string, source: string, target: string) =>
    names.split("").map((name) => tree.vote({ attester: key(name), source: ref(source), target: ref(target) }));
  return {
    tree,
    vote,
    more: (...more: readonly string[]) => grow(tree, heights, voters, ...more),
    moreBy: (next: v2.Voters, ...more: readonly string[]) => grow(tree, heights, next, ...more),
  };
}

describe("finality", () => {
  it("justifies with more than two thirds, from justified ancestors that need not be the same", () => {
    const { tree, vote } = treeOf(four, "g<1", "1<2", "2<3");
    vote("abc", "g", "1");
    vote("ab", "g", "2");
    expect(tree.justified.hash).toBe("1");
    vote("c", "1", "2");
    expect(tree.justified.hash).toBe("2");
    expect(tree.final.hash).toBe("g");
  });

  it("does not take two thirds exactly", () => {
    const { tree, vote } = treeOf(votersFor({ a: 1, b: 1, c: 1 }), "g<1");
    vote("ab", "g", "1");
    expect(tree.justified.hash).toBe("g");
    vote("c", "g", "1");
    expect(tree.justified.hash).toBe("1");
  });

  it("makes a justified block final when its child has the votes from exactly it", () => {
    const { tree, vote } = treeOf(four, "g<1", "1<2", "2<3");
    vote("abc", "g", "1");
    vote("ab", "1", "2");
    vote("c", "g", "2");
    expect([tree.justified.hash, tree.final.hash]).toEqual(["2", "g"]);
    vote("d", "1", "2");
    expect(tree.final.hash).toBe("1");
  });

  it("does not make a block final by a vote that skips a height", () => {
    const { tree, vote } = treeOf(four, "g<1", "1<2", "2<3");
    vote("abcd", "g", "1");
    vote("abcd", "1", "3");
    expect([tree.justified.hash, tree.final.hash]).toEqual(["3", "g"]);
  });

  it("counts votes that wait for their source, through as many blocks as it takes", () => {
    const { tree, vote } = treeOf(four, "g<1", "1<2", "2<3", "3<4");
    vote("abc", "3", "4");
    vote("abc", "2", "3");
    vote("abc", "1", "2");
    expect(tree.justified.hash).toBe("g");
    vote("abc", "g", "1");
    expect([tree.justified.hash, tree.final.hash]).toEqual(["4", "3"]);
  });

  it("takes no vote from below the final block, for an unknown block, across branches, or by somebody else", () => {
    const { tree, vote } = treeOf(four, "g<1", "1<2", "1<3", "2<4");
    expect(vote("a", "g", "nothing")).toEqual(["unknown_target"]);
    expect(vote("a", "3", "2")).toEqual(["wrong_source"]);
    expect(vote("a", "2", "2")).toEqual(["wrong_source"]);
    expect(vote("a", "3", "4")).toEqual(["wrong_source"]);
    expect(vote("x", "g", "1")).toEqual(["no_voter"]);
    expect(vote("a", "g", "1")).toEqual(["counted"]);
    expect(vote("a", "g", "1")).toEqual(["known"]);
    vote("bc", "g", "1");
    vote("abc", "1", "2");
    expect(tree.final.hash).toBe("1");
    expect(vote("d", "g", "4")).toEqual(["below_final"]);
  });

  it("drops what does not descend from the final block, and stays with what does", () => {
    const { tree, vote, more } = treeOf(four, "g<1", "g<2", "2<3", "1<4", "4<5", "1<6", "6<7");
    vote("abc", "g", "1");
    vote("abc", "1", "4");
    expect(tree.final.hash).toBe("1");
    expect(tree.get("2")).toBeUndefined();
    expect(tree.get("3")).toBeUndefined();
    expect(tree.size).toBe(5);
    expect(tree.ancestorAt("7", 0)).toBeUndefined();
    more("5<8");
    expect(tree.head.hash).toBe("8");
    expect(tree.add(block("9", "2", 2))).toBe(false);
  });

  it("follows the justified blocks that are left when the final one is on another branch than the latest", () => {
    const { tree, vote } = treeOf(four, "g<1", "1<2", "2<3", "1<4", "4<5", "5<6");
    vote("abc", "g", "1");
    vote("abc", "g", "6");
    expect(tree.justified.hash).toBe("6");
    vote("abc", "1", "2");
    vote("abc", "2", "3");
    expect([tree.justified.hash, tree.final.hash, tree.head.hash]).toEqual(["3", "2", "3"]);
  });

  it("takes the lower hash of two justified blocks of one height", () => {
    const { tree, vote } = treeOf(four, "g<2", "g<1");
    vote("abc", "g", "2");
    vote("abc", "g", "1");
    expect(tree.justified.hash).toBe("1");
    const other = treeOf(four, "g<2", "g<1");
    other.vote("abc", "g", "1");
    other.vote("abc", "g", "2");
    expect(other.tree.justified.hash).toBe("1");
  });

  it("needs more than two thirds of each list while membership changes hands", () => {
    const voters = v2.votersOf({ current: listOf({ a: 1, b: 1 }), pending: listOf({ b: 1, c: 5 }, 1) });
    const { tree, vote } = treeOf(voters, "g<1");
    vote("ab", "g", "1");
    expect(tree.justified.hash).toBe("g");
    vote("c", "g", "1");
    expect(tree.justified.hash).toBe("1");
    expect(voters.weightOf(key("c"))).toBe(0);
  });
});

describe("the head", () => {
  it("is at the heaviest latest votes, each key counting once", () => {
    const { tree, vote } = treeOf(four, "g<1", "1<2", "1<3", "3<4");
    vote("ab", "g", "2");
    vote("c", "g", "4");
    expect(tree.head.hash).toBe("2");
    vote("a", "g", "4");
    expect(tree.head.hash).toBe("4");
    vote("a", "g", "2");
    expect(tree.head.hash).toBe("4");
  });

  it("goes by rank and then by hash where weights are equal", () => {
    const { tree, more } = treeOf(four, "g<1:1");
    more("g<9:0");
    expect(tree.head.hash).toBe("9");
    more("g<5:0");
    expect(tree.head.hash).toBe("5");
    more("g<6:0");
    expect(tree.head.hash).toBe("5");
  });

  it("never leaves the last justified block, whatever is heavier beside it", () => {
    const { tree, vote } = treeOf(four, "g<1", "g<2", "2<3", "1<4");
    vote("abc", "g", "1");
    vote("abcd", "g", "3");
    expect(tree.justified.hash).toBe("3");
    vote("abcd", "g", "4");
    expect(tree.head.hash).toBe("3");
  });

  it("is held by two fifths of the weight that a block in time has more, once, until that ends", () => {
    const { tree, vote } = treeOf(votersFor({ a: 1, b: 1, c: 1, d: 1, e: 1 }), "g<1", "g<2", "1<3", "1<4");
    vote("a", "g", "1");
    tree.boost(["2", "nothing"]);
    expect(tree.head.hash).toBe("2");
    vote("bc", "g", "1");
    expect(tree.head.hash).toBe("3");
    tree.boost(["4", "3", "2"]);
    expect(tree.head.hash).toBe("3");
    tree.boost([]);
    expect(tree.head.hash).toBe("3");
  });

  it("is looked for without blocks that are left out, and what is above them, unless they are justified", () => {
    const { tree, vote } = treeOf(four, "g<1", "1<2", "2<3", "1<4", "1<5:1", "5<6", "6<7");
    vote("ab", "g", "3");
    vote("c", "g", "5");
    const without = (...hashes: readonly string[]) => tree.headWithout(hashes).hash;
    expect([tree.head.hash, without(), without("7", "nothing")]).toEqual(["3", "3", "3"]);
    expect([without("3"), without("2"), without("2", "6"), without("2", "5")]).toEqual(["2", "7", "5", "4"]);
    expect([without("2", "4", "5"), without("1"), without("3", "2", "1")]).toEqual(["1", "g", "g"]);
    vote("d", "g", "2");
    expect([tree.justified.hash, without("2"), without("2", "3")]).toEqual(["g", "7", "7"]);
    vote("c", "g", "3");
    expect([tree.justified.hash, without("3"), without("2")]).toEqual(["3", "3", "3"]);
  });

  it("loses the boost of a block that finality took out", () => {
    const { tree, vote } = treeOf(four, "g<1", "g<2", "1<3");
    tree.boost(["2"]);
    vote("abc", "g", "1");
    vote("abc", "1", "3");
    expect([tree.head.hash, tree.final.hash]).toEqual(["3", "1"]);
  });

  it("does not hear who signed two votes for one height, while finality still counts them", () => {
    const { tree, vote } = treeOf(four, "g<1", "g<2");
    vote("ab", "g", "2");
    vote("c", "g", "1");
    tree.ignore(key("a"));
    tree.ignore(key("b"));
    tree.ignore(key("d"));
    expect(tree.head.hash).toBe("1");
    vote("d", "g", "2");
    expect([tree.head.hash, tree.justified.hash]).toEqual(["2", "2"]);
  });
});

describe("membership that changes hands", () => {
  const both = v2.votersOf({ current: listOf({ a: 1, b: 1, c: 1, d: 1 }), pending: listOf({ a: 1, b: 1, c: 1, e: 9 }, 1) });
  const after = votersFor({ a: 1, b: 1, c: 1, e: 9 });

  it("needs the votes of the lists of each block, and of the child's to make it final", () => {
    const { tree, vote, moreBy } = treeOf(four, "g<1", "1<2");
    moreBy(both, "2<3");
    moreBy(after, "3<4");
    vote("abcd", "g", "1");
    vote("abcd", "1", "2");
    expect(vote("e", "1", "2")).toEqual(["no_voter"]);
    vote("abcd", "2", "3");
    expect([tree.justified.hash, tree.final.hash]).toEqual(["2", "1"]);
    vote("e", "2", "3");
    expect([tree.justified.hash, tree.final.hash]).toEqual(["3", "2"]);
    vote("abc", "3", "4");
    expect([tree.justified.hash, tree.final.hash]).toEqual(["3", "2"]);
    expect(vote("d", "3", "4")).toEqual(["no_voter"]);
    vote("e", "3", "4");
    expect([tree.justified.hash, tree.final.hash]).toEqual(["4", "3"]);
  });

  it("takes the head's weights from the older list of the last justified block, from that block on", () => {
    const { tree, vote, moreBy } = treeOf(four, "g<1", "1<2");
    moreBy(votersFor({ a: 1, b: 1, c: 1, e: 5 }), "2<3", "3<4", "3<5", "4<6", "5<7");
    vote("abcd", "g", "1");
    vote("abcd", "1", "2");
    vote("e", "1", "6");
    vote("a", "2", "7");
    expect(tree.head.hash).toBe("7");
    vote("e", "2", "3");
    vote("b", "2", "3");
    expect([tree.justified.hash, tree.head.hash]).toEqual(["3", "6"]);
  });
});

describe("the tree", () => {
  it("finds ancestors", () => {
    const { tree } = treeOf(four, "g<1", "1<2", "2<3", "3<4", "4<5", "2<6", "6<7");
    expect(tree.ancestorAt("5", 2)?.hash).toBe("2");
    expect(tree.ancestorAt("5", 9)).toBeUndefined();
    expect(tree.ancestorAt("nothing", 0)).toBeUndefined();
  });

  it("refuses a block that is known, hangs in the air, or is at another height", () => {
    const { tree } = treeOf(four, "g<1");
    expect(tree.add(block("1", "g", 1))).toBe(false);
    expect(tree.add(block("2", "nothing", 1))).toBe(false);
    expect(tree.add(block("2", "g", 2))).toBe(false);
  });

  it("walks to an ancestor in far fewer steps than there are blocks between", () => {
    const tree = createForkTree(block("0", "", 0));
    for (let height = 1; height <= 10_000; height += 1) tree.add(block(String(height), String(height - 1), height));
    for (const height of [0, 1, 4_095, 4_096, 9_999]) expect(tree.ancestorAt("10000", height)?.hash).toBe(String(height));
  });
});

/** Says what both trees make of the same things in the same order. */
function compare(voters: v2.Voters, things: readonly (ForkBlock | Vote)[]): void {
  const tree = createForkTree(block("g", "", 0, 0, voters));
  const naive = createNaiveTree(block("g", "", 0, 0, voters));
  for (const [index, thing] of things.entries()) {
    for (const one of [tree, naive]) {
      if ("hash" in thing) one.add(thing.voters === four ? { ...thing, voters } : thing);
      else one.vote(thing);
    }
    if ("hash" in thing && index < things.length - 1) continue;
    const { head, justified, final } = tree;
    expect({ head, justified, final }).toEqual({ head: naive.head, justified: naive.justified, final: naive.final });
    const left = things.flatMap((one, at) => ("hash" in one && at % 3 === 1 ? [one.hash] : []));
    expect(tree.headWithout(left)).toEqual(naive.headWithout(left));
  }
}

/** Every list of `length` of these. */
function* lists<Thing>(things: readonly Thing[], length: number): Generator<readonly Thing[]> {
  if (length === 0) yield [];
  else for (const rest of lists(things, length - 1)) for (const thing of things) yield [...rest, thing];
}

/** Every tree of so many blocks above the genesis, with every vote that it lets a key cast. */
function* trees(size: number) {
  const names = ["g", "1", "2", "3", "4"].slice(0, size + 1);
  for (const parents of lists([0, 1, 2, 3].slice(0, size), size)) {
    if (parents.some((parent, index) => parent > index)) continue;
    const heights = [0];
    const blocks = parents.map((parent, index) => {
      const height = (heights[parent] ?? 0) + 1;
      heights.push(height);
      return block(names[index + 1] ?? "", names[parent] ?? "", height);
    });
    const ref = (index: number) => ({ hash: names[index] ?? "", height: heights[index] ?? 0 });
    const isSpan = (source: number, target: number) => ref(source).height < ref(target).height;
    const numbers = [...names.keys()];
    const votes = numbers.flatMap((target) =>
      numbers.flatMap((source) => (isSpan(source, target) ? [{ source: ref(source), target: ref(target) }] : [])),
    );
    yield {
      blocks,
      castBy: (...keys: readonly string[]) => votes.flatMap((vote) => keys.map((name) => ({ ...vote, attester: key(name) }))),
    };
  }
}

it("says what the rules say of every two votes of a key with the power to decide, on every tree of four blocks", () => {
  for (const { blocks, castBy } of trees(4))
    for (const some of lists(castBy("b"), 2)) compare(votersFor({ a: 1, b: 3 }), [...blocks, ...some]);
});

it("says what the rules say of every three votes of two keys that need each other, on every tree of two blocks", () => {
  for (const { blocks, castBy } of trees(2))
    for (const some of lists(castBy("a", "b"), 3)) compare(votersFor({ a: 1, b: 1 }), [...blocks, ...some]);
});

it.each(Array.from({ length: 20 }, (_, seed) => `tree ${seed}`))("says what the rules say on a random tree (%s)", (seed) => {
  const random = createSeededRandom(seed);
  const names = ["a", "b", "c", "d", "e"];
  const voters = votersFor(Object.fromEntries(names.map((name) => [name, 1 + random.below(3)])));
  const blocks = [block("g", "", 0)];
  const things: (ForkBlock | Vote)[] = [];
  for (let step = 0; step < 90; step += 1) {
    const parent = random.pick(blocks.slice(-6));
    if (random.below(3) === 0) {
      const next = block(`${random.below(1_000)}-${step}`, parent.hash, parent.height + 1, random.below(2));
      blocks.push(next);
      things.push(next);
      continue;
    }
    const path = [parent];
    for (let at = parent; at.height > 0; ) {
      at = blocks.find(({ hash }) => hash === at.parent) ?? at;
      path.push(at);
    }
    const source = path[Math.min(path.length - 1, 1 + random.below(3))];
    if (source === undefined || source === parent) continue;
    const refOf = ({ hash, height }: ForkBlock) => ({ hash, height });
    things.push({ attester: key(random.pick(names)), source: refOf(source), target: refOf(parent) });
  }
  compare(voters, things);
});
