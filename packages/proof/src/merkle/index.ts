export { type Grown, rootAfter } from "./grow.ts";
export { EMPTY_ROOT, leafHash, nodeHash } from "./hashing.ts";
export { createTree, type MerkleTree, rootOf } from "./tree.ts";
export { type ConsistencyClaim, type InclusionClaim, verifyConsistency, verifyInclusion } from "./verify.ts";
