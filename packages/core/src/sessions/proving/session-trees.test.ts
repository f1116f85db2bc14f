import { canonicalBytes, canonicalJson, merkle } from "@lucid/proof";
import { expect, it } from "vitest";
import { chunkEntry, sessionId } from "../testing/session-fixtures.ts";
import { createSessionTrees } from "./session-trees.ts";

function openTrees(count: number, options: { maxLeaves?: number } = {}) {
  const texts = Array.from({ length: count }, (_, index) => canonicalJson(chunkEntry(index)));
  const reads: number[] = [];
  const entryTexts = (_sessionId: string, from: number, limit: number): string[] => {
    reads.push(limit);
    return texts.slice(from, from + limit);
  };
  const trees = createSessionTrees({ entryTexts }, options);
  const root = (size: number) => merkle.rootOf(texts.slice(0, size).map((text) => canonicalBytes(JSON.parse(text))));
  return { trees, reads, root };
}

it("grow from the stored rows, each read once", async () => {
  const { trees, reads, root } = openTrees(250);
  expect((await trees.of(sessionId(1), 120)).rootAt(120)).toBe(root(120));
  const tree = await trees.of(sessionId(1), 250);
  expect([tree.rootAt(120), tree.rootAt(250)]).toEqual([root(120), root(250)]);
  expect(reads).toEqual([100, 20, 100, 30]);
  expect((await trees.of(sessionId(1), 9_999)).size).toBe(250);
});

it("are the same for everybody who asks at the same time", async () => {
  const { trees, root } = openTrees(300);
  const all = await Promise.all([300, 10, 250, 300].map((size) => trees.of(sessionId(1), size)));
  expect(all.map((tree) => tree.root())).toEqual([300, 300, 300, 300].map(root));
});

it("let other work go on while a long one grows", async () => {
  const { trees } = openTrees(2_000);
  let turns = 0;
  const counting = setInterval(() => (turns += 1), 0);
  await trees.of(sessionId(1), 2_000);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(5);
});

it("are kept for the sessions in use and made again for others", async () => {
  const { trees, reads } = openTrees(20, { maxLeaves: 60 });
  for (const number of [1, 2, 3, 1, 4]) await trees.of(sessionId(number), 20);
  reads.length = 0;
  for (const number of [1, 3, 4]) await trees.of(sessionId(number), 20);
  expect(reads).toEqual([]);
  await trees.of(sessionId(2), 20);
  expect(reads).toEqual([20]);
});
