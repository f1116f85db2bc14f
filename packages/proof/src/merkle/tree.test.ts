import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leafHash, nodeHash } from "./hashing.ts";
import { createTree, EMPTY_ROOT, rootOf, verifyConsistency, verifyInclusion } from "./index.ts";

/** The tree of the Certificate Transparency tests: eight leaves, and the root after each. */
const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map((hex) =>
  hexToBytes(hex),
);
const roots = [
  EMPTY_ROOT,
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
] as const;

function treeOf(data: readonly Uint8Array[]) {
  const tree = createTree();
  for (const leaf of data) tree.append(leaf);
  return tree;
}

/** RFC 9162 2.1.1, word for word. */
function naiveRoot(data: readonly Uint8Array[]): Uint8Array {
  if (data.length === 1) return leafHash(data[0] as Uint8Array);
  let split = 1;
  while (split * 2 < data.length) split *= 2;
  return nodeHash(naiveRoot(data.slice(0, split)), naiveRoot(data.slice(split)));
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => Uint8Array.of(index >> 8, index & 255));

describe("a Merkle tree", () => {
  it("has the published root after each leaf, and remembers all of them", () => {
    const tree = treeOf(leaves);
    for (const [size, root] of roots.entries()) {
      expect(tree.rootAt(size)).toBe(root);
      expect(rootOf(leaves.slice(0, size))).toBe(root);
    }
    expect(tree.root()).toBe(roots[8]);
  });

  it("gives the published inclusion path of its first leaf", () => {
    expect(treeOf(leaves).inclusionPath(0, 8)).toEqual([
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]);
  });

  it("gives the published consistency path from six to eight leaves", () => {
    expect(treeOf(leaves).consistencyPath(6, 8)).toEqual([
      "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
  });

  it("agrees with the definition for every size up to 70", () => {
    const data = numbered(70);
    const tree = treeOf(data);
    for (let size = 1; size <= 70; size += 1) expect(tree.rootAt(size)).toBe(bytesToHex(naiveRoot(data.slice(0, size))));
  });

  it("proves every leaf of every size up to 40, and no leaf at another place", () => {
    const data = numbered(40);
    const tree = treeOf(data);
    for (let size = 1; size <= 40; size += 1)
      for (let index = 0; index < size; index += 1) {
        const claim = {
          leaf: data[index] as Uint8Array,
          index,
          size,
          path: tree.inclusionPath(index, size),
          root: tree.rootAt(size),
        };
        expect(verifyInclusion(claim)).toBe(true);
        expect(verifyInclusion({ ...claim, leaf: Uint8Array.of(9, 9, 9) })).toBe(false);
        expect(verifyInclusion({ ...claim, index: (index + 1) % (size + 1) })).toBe(false);
        expect(verifyInclusion({ ...claim, path: [...claim.path, claim.root] })).toBe(false);
        expect(verifyInclusion({ ...claim, path: claim.path.slice(0, -1) })).toBe(size === 1);
      }
  });

  it("proves that it grew from every earlier size, and from nothing else", () => {
    const tree = treeOf(numbered(40));
    for (let to = 1; to <= 40; to += 1)
      for (let from = 1; from <= to; from += 1) {
        const path = tree.consistencyPath(from, to);
        const claim = { from: { size: from, root: tree.rootAt(from) }, to: { size: to, root: tree.rootAt(to) }, path };
        expect(verifyConsistency(claim)).toBe(true);
        expect(verifyConsistency({ ...claim, path: [...path, roots[1]] })).toBe(false);
        expect(verifyConsistency({ ...claim, to: { size: to, root: roots[1] } })).toBe(false);
        expect(verifyConsistency({ ...claim, from: { size: from, root: roots[2] } })).toBe(false);
        if (from < to) expect(verifyConsistency({ ...claim, path: path.slice(1) })).toBe(false);
      }
  });

  it("is proven in parts whatever its size and leaves", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array(), { minLength: 1, maxLength: 300 }), fc.nat(), fc.nat(), (data, one, other) => {
        const tree = treeOf(data);
        const [from, to] = [(one % data.length) + 1, (other % data.length) + 1].toSorted((a, b) => a - b) as [number, number];
        const index = one % to;
        const leaf = data[index] as Uint8Array;
        expect(verifyInclusion({ leaf, index, size: to, path: tree.inclusionPath(index, to), root: tree.rootAt(to) })).toBe(true);
        const path = tree.consistencyPath(from, to);
        const claim = { from: { size: from, root: tree.rootAt(from) }, to: { size: to, root: tree.rootAt(to) }, path };
        expect(verifyConsistency(claim)).toBe(true);
      }),
    );
  });

  it("throws for states and leaves it never had", () => {
    const tree = treeOf(leaves);
    expect(() => tree.rootAt(9)).toThrow(RangeError);
    expect(() => tree.rootAt(1.5)).toThrow(RangeError);
    expect(() => tree.inclusionPath(8, 8)).toThrow(RangeError);
    expect(() => tree.inclusionPath(0, 0)).toThrow(RangeError);
    expect(() => tree.consistencyPath(0, 8)).toThrow(RangeError);
    expect(() => tree.consistencyPath(7, 6)).toThrow(RangeError);
  });

  it("refuses a path that goes on beyond the root, whatever root is claimed", () => {
    const tree = treeOf(leaves);
    const extra = roots[1];
    const beyond = bytesToHex(nodeHash(hexToBytes(extra), hexToBytes(roots[8])));
    const claim = { leaf: leaves[3] as Uint8Array, index: 3, size: 8, path: tree.inclusionPath(3, 8), root: roots[8] };
    expect(verifyInclusion(claim)).toBe(true);
    expect(verifyInclusion({ ...claim, path: [...claim.path, extra], root: beyond })).toBe(false);
    const old = bytesToHex(nodeHash(hexToBytes(extra), hexToBytes(roots[6])));
    const grown = { from: { size: 6, root: old }, to: { size: 8, root: beyond }, path: [...tree.consistencyPath(6, 8), extra] };
    expect(verifyConsistency(grown)).toBe(false);
  });

  it("refuses growth from nothing and to less, even where the roots are equal", () => {
    const root = roots[1];
    expect(verifyConsistency({ from: { size: 0, root }, to: { size: 1, root }, path: [root] })).toBe(false);
    expect(verifyConsistency({ from: { size: 3, root }, to: { size: 1, root }, path: [root] })).toBe(false);
  });

  it("refuses paths that are not made of digests, and sizes no tree has", () => {
    const claim = { leaf: leaves[0] as Uint8Array, index: 0, size: 2, path: ["zz"], root: roots[2] };
    expect(verifyInclusion(claim)).toBe(false);
    expect(verifyInclusion({ ...claim, path: [], size: 0 })).toBe(false);
    expect(verifyInclusion({ ...claim, path: [], index: -1 })).toBe(false);
    expect(verifyConsistency({ from: { size: 0, root: EMPTY_ROOT }, to: { size: 1, root: roots[1] }, path: [] })).toBe(false);
    expect(verifyConsistency({ from: { size: 1, root: roots[1] }, to: { size: 2, root: roots[2] }, path: ["zz"] })).toBe(false);
  });
});
