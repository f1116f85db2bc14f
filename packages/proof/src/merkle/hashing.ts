import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** Root of the tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/** RFC 9162 2.1.1: hash of a leaf's data. */
export const leafHash = (data: Uint8Array): Uint8Array => sha256(concatBytes(LEAF, data));

/** RFC 9162 2.1.1: hash of an inner node. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concatBytes(NODE, left, right));
