import { merkle } from "@lucid/proof";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { merkleBounds } from "./encoding-bound-vectors.ts";
import { invalid, type Vector, type VectorFile, valid, vectorFile } from "./vector.ts";

/** The eight leaves of the Certificate Transparency tests. */
const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const data = leaves.map((hex) => hexToBytes(hex));

const root = (size: number): Vector =>
  valid(`root of ${size} leaves`, { kind: "root", leaves: leaves.slice(0, size) }, { root: merkle.rootOf(data.slice(0, size)) });

export function merkleVectors(): VectorFile {
  const tree = merkle.createTree();
  for (const leaf of data) tree.append(leaf);
  const inclusion = (index: number, size: number, changes: Record<string, unknown> = {}): Vector["input"] => ({
    kind: "inclusion",
    leaf: leaves[index],
    index,
    size,
    path: tree.inclusionPath(index, size),
    root: tree.rootAt(size),
    ...changes,
  });
  const consistency = (from: number, to: number, changes: Record<string, unknown> = {}): Vector["input"] => ({
    kind: "consistency",
    from: { size: from, root: tree.rootAt(from) },
    to: { size: to, root: tree.rootAt(to) },
    path: tree.consistencyPath(from, to),
    ...changes,
  });
  const path = tree.inclusionPath(5, 8);
  const growth = tree.consistencyPath(6, 8);
  const bad = (name: string, input: Vector["input"]): Vector => invalid(name, input, "path-invalid");
  return vectorFile(
    "merkle",
    "RFC 9162 trees over SHA-256. Leaves are the leaves' data in hex; paths are in the order of RFC 9162.",
    [
      ...[0, 1, 2, 3, 5, 7, 8].map(root),
      valid("the only leaf", inclusion(0, 1)),
      valid("first of eight", inclusion(0, 8)),
      valid("sixth of eight", inclusion(5, 8)),
      valid("last of seven, with a shorter path", inclusion(6, 7)),
      valid("last of five", inclusion(4, 5)),
      bad("a leaf at another place", inclusion(5, 8, { index: 4 })),
      bad("another leaf", inclusion(5, 8, { leaf: "ff" })),
      bad("another size", inclusion(5, 8, { size: 6 })),
      bad("an index that is not in the tree", inclusion(5, 8, { index: 8 })),
      bad("a path with a step too few", inclusion(5, 8, { path: path.slice(1) })),
      bad("a path with a step too many", inclusion(5, 8, { path: [...path, path[0]] })),
      bad("a path in reverse", inclusion(5, 8, { path: path.toReversed() })),
      bad("a hash of an inner node given as a leaf", {
        kind: "inclusion",
        leaf: bytesToHex(merkle.leafHash(data[0] as Uint8Array)) + bytesToHex(merkle.leafHash(data[1] as Uint8Array)),
        index: 0,
        size: 4,
        path: tree.inclusionPath(0, 8).slice(1),
        root: tree.root(),
      }),
      valid("from one to eight", consistency(1, 8)),
      valid("from four to eight", consistency(4, 8)),
      valid("from six to eight", consistency(6, 8)),
      valid("from three to seven", consistency(3, 7)),
      valid("no growth", consistency(5, 5)),
      bad("an old root that never was", consistency(6, 8, { from: { size: 6, root: tree.rootAt(5) } })),
      bad("a new root that is another", consistency(6, 8, { to: { size: 8, root: tree.rootAt(7) } })),
      bad("growth with a step too few", consistency(6, 8, { path: growth.slice(1) })),
      bad("growth with a step too many", consistency(6, 8, { path: [...growth, growth[0]] })),
      bad(
        "a tree that shrank",
        consistency(6, 8, { from: { size: 8, root: tree.rootAt(8) }, to: { size: 6, root: tree.rootAt(6) } }),
      ),
      bad("no path although the tree grew", consistency(6, 8, { path: [] })),
      bad("equal sizes and another root", consistency(5, 5, { to: { size: 5, root: tree.rootAt(4) } })),
      bad("growth from nothing", consistency(1, 8, { from: { size: 0, root: merkle.EMPTY_ROOT } })),
      ...merkleBounds(),
    ],
  );
}
