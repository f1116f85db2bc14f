import { expect, it } from "vitest";
import { fromBase64url, toBase64url } from "../encoding/base64url.ts";
import { createTree, rootAfter } from "./index.ts";

const numbered = (count: number) => Array.from({ length: count }, (_, index) => Uint8Array.of(index >> 8, index & 255));

it("gives the root of a tree from its complete subtrees and the leaves that follow, whatever the sizes", () => {
  const data = numbered(70);
  const tree = createTree();
  for (const leaf of data) tree.append(leaf);
  for (let from = 0; from <= 40; from += 1)
    for (let to = from; to <= 70; to += 3)
      expect(rootAfter({ size: from, frontier: tree.frontier(from), leaves: data.slice(from, to) })).toBe(tree.rootAt(to));
});

it("knows no tree with subtrees too many, too few, or that are no digests", () => {
  const some = "5".repeat(64);
  expect(rootAfter({ size: 5, frontier: [some], leaves: [] })).toBeUndefined();
  expect(rootAfter({ size: 4, frontier: [some, some], leaves: [] })).toBeUndefined();
  expect(rootAfter({ size: 1, frontier: ["zz"], leaves: [] })).toBeUndefined();
  expect(() => createTree().frontier(1)).toThrow(RangeError);
});

it("writes bytes as base64url and reads nothing but that", () => {
  for (const bytes of [
    ...numbered(20).map((pair) => Uint8Array.from([...pair, ...pair.slice(1)])),
    new Uint8Array(31).fill(251),
  ]) {
    const text = toBase64url(bytes);
    expect(text).toBe(Buffer.from(bytes).toString("base64url"));
    expect(fromBase64url(text)).toEqual(bytes);
  }
  for (const text of ["A", "AB", "AA==", "A+A", "😀A"]) expect(fromBase64url(text)).toBeUndefined();
});
