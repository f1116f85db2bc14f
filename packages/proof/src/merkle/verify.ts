import { bytesToHex } from "@noble/hashes/utils.js";
import { hashBytes } from "../encoding/bytes.ts";
import { leafHash, nodeHash } from "./hashing.ts";

export interface InclusionClaim {
  /** The leaf's data, not its hash. */
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly path: readonly string[];
  readonly root: string;
}

export interface ConsistencyClaim {
  readonly from: { readonly size: number; readonly root: string };
  readonly to: { readonly size: number; readonly root: string };
  readonly path: readonly string[];
}

const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

/** RFC 9162 2.1.3.2. Sizes may go up to 2^53 - 1. */
export function verifyInclusion({ leaf, index, size, path, root }: InclusionClaim): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let node = index;
  let last = size - 1;
  let hash = leafHash(leaf);
  for (const hex of path) {
    if (last === 0) return false;
    const sibling = hashBytes(hex);
    if (sibling === undefined) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && bytesToHex(hash) === root;
}

/** RFC 9162 2.1.4.2, and equal sizes: then the roots must be equal and the path empty. */
export function verifyConsistency({ from, to, path }: ConsistencyClaim): boolean {
  if (!Number.isSafeInteger(from.size) || !Number.isSafeInteger(to.size) || from.size < 1 || from.size > to.size) return false;
  if (from.size === to.size) return path.length === 0 && from.root === to.root && hashBytes(to.root) !== undefined;
  const steps = isPowerOfTwo(from.size) ? [from.root, ...path] : path;
  const [seed, ...rest] = steps.map((hex) => hashBytes(hex));
  if (seed === undefined) return false;
  let node = from.size - 1;
  let last = to.size - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  let old = seed;
  let current = seed;
  for (const step of rest) {
    if (step === undefined || last === 0) return false;
    if (isOdd(node) || node === last) {
      old = nodeHash(step, old);
      current = nodeHash(step, current);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      current = nodeHash(current, step);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && bytesToHex(old) === from.root && bytesToHex(current) === to.root;
}

function isPowerOfTwo(value: number): boolean {
  let power = 1;
  while (power < value) power *= 2;
  return power === value;
}
