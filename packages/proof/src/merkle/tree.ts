import { bytesToHex } from "@noble/hashes/utils.js";
import { levelsOf } from "./grow.ts";
import { EMPTY_ROOT, leafHash, nodeHash } from "./hashing.ts";

/** A growing RFC 9162 tree. Roots and paths are lower-case hex. */
export interface MerkleTree {
  readonly size: number;
  /** Adds a leaf. Takes amortised constant time and O(log n) at worst. */
  append(leafData: Uint8Array): void;
  root(): string;
  /** Root when the tree had `size` leaves. Throws RangeError for a size it never had. */
  rootAt(size: number): string;
  /** RFC 9162 2.1.3.1: path of leaf `index` in the tree of `size` leaves, deepest node first. */
  inclusionPath(index: number, size: number): string[];
  /** RFC 9162 2.1.4.1: proof that the tree of `from` leaves is a prefix of the one of `to`. `from` is at least 1. */
  consistencyPath(from: number, to: number): string[];
  /** Hashes of the complete subtrees that it was made of when it had `size` leaves, the largest first: what `rootAfter` goes on from. */
  frontier(size: number): string[];
}

/** Largest power of two below `size`, for sizes from 2. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

const HASH_BYTES = 32;

/** Hashes of one level, 32 bytes each: as objects of their own they would take five times as much. */
interface HashList {
  readonly length: number;
  push(hash: Uint8Array): void;
  /** A view, which holds until the next `push`. */
  at(index: number): Uint8Array;
}

function createHashList(): HashList {
  let bytes = new Uint8Array(16 * HASH_BYTES);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(hash) {
      if ((length + 1) * HASH_BYTES > bytes.length) {
        const larger = new Uint8Array(2 * bytes.length);
        larger.set(bytes);
        bytes = larger;
      }
      bytes.set(hash, length * HASH_BYTES);
      length += 1;
    },
    at: (index) => bytes.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES),
  };
}

/**
 * `levels[k][i]` is the hash of the complete subtree over leaves i * 2^k to (i + 1) * 2^k - 1.
 * Any other subtree of an RFC 9162 tree is a join of at most log2(n) of these.
 */
export function createTree(): MerkleTree {
  const leaves = createHashList();
  const levels = [leaves];

  function subtree(start: number, size: number): Uint8Array {
    const level = Math.log2(size);
    if (Number.isInteger(level)) return (levels[level] as HashList).at(start / size);
    const split = splitOf(size);
    return nodeHash(subtree(start, split), subtree(start + split, size - split));
  }

  function assertSize(size: number, least: number): void {
    if (!Number.isInteger(size) || size < least || size > leaves.length)
      throw new RangeError(`tree of ${leaves.length} leaves has no state of ${size}`);
  }

  function inclusion(index: number, start: number, size: number): Uint8Array[] {
    if (size === 1) return [];
    const split = splitOf(size);
    return index < split
      ? [...inclusion(index, start, split), subtree(start + split, size - split)]
      : [...inclusion(index - split, start + split, size - split), subtree(start, split)];
  }

  /** SUBPROOF of RFC 9162 2.1.4.1; `known` is true while the old root still is a node of this subtree's edge. */
  function consistency(from: number, start: number, size: number, known: boolean): Uint8Array[] {
    if (from === size) return known ? [] : [subtree(start, size)];
    const split = splitOf(size);
    return from <= split
      ? [...consistency(from, start, split, known), subtree(start + split, size - split)]
      : [...consistency(from - split, start + split, size - split, false), subtree(start, split)];
  }

  const tree: MerkleTree = {
    get size() {
      return leaves.length;
    },
    append(leafData) {
      leaves.push(leafHash(leafData));
      let index = leaves.length - 1;
      for (let level = 0; index % 2 === 1; level += 1) {
        const nodes = levels[level] as HashList;
        const above = (levels[level + 1] ??= createHashList());
        above.push(nodeHash(nodes.at(index - 1), nodes.at(index)));
        index = (index - 1) / 2;
      }
    },
    root: () => tree.rootAt(leaves.length),
    rootAt(size) {
      assertSize(size, 0);
      return size === 0 ? EMPTY_ROOT : bytesToHex(subtree(0, size));
    },
    inclusionPath(index, size) {
      assertSize(size, 1);
      if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError(`no leaf ${index} among ${size}`);
      return inclusion(index, 0, size).map((hash) => bytesToHex(hash));
    },
    consistencyPath(from, to) {
      assertSize(to, 1);
      if (!Number.isInteger(from) || from < 1 || from > to) throw new RangeError(`no proof from ${from} to ${to}`);
      return consistency(from, 0, to, true).map((hash) => bytesToHex(hash));
    },
    frontier(size) {
      assertSize(size, 0);
      let start = 0;
      return levelsOf(size).map((level) => {
        const hash = bytesToHex(subtree(start, 2 ** level));
        start += 2 ** level;
        return hash;
      });
    },
  };
  return tree;
}

/** Root over leaves that are all at hand. */
export function rootOf(leaves: readonly Uint8Array[]): string {
  const tree = createTree();
  for (const leaf of leaves) tree.append(leaf);
  return tree.root();
}
