import type { AnchorRecord, ExpectedSession } from "@lucid/chain";
import { type AnchorConsistency, hashObject, type merkle, type SessionAnchor } from "@lucid/proof";
import type { SessionRecord } from "../stored/session-row.ts";

/** What the chain is told of a sealed session; undefined before it is sealed. All of it stands in the row as well. */
export function anchorOf(record: SessionRecord): SessionAnchor | undefined {
  const { manifestHash, merkleRoot, grantSignature, startedAt, endedAt } = record;
  if (manifestHash === null || merkleRoot === null || grantSignature === null || startedAt === null || endedAt === null)
    return undefined;
  return {
    session_id: record.sessionId,
    owner: record.ownerAddress,
    manifest_hash: manifestHash,
    grant_hash: hashObject({ terms: record.grantTerms, signature: grantSignature }),
    merkle_root: merkleRoot,
    chunk_count: record.chunkCount,
    total_size: record.size,
    started_at_ms: startedAt,
    ended_at_ms: endedAt,
  };
}

/**
 * How the sealed tree of `chunkCount` leaves goes on from what the chain holds or awaits of the session. A head that is no
 * head of this tree is stated as it is: the chain refuses the anchor then, and rightly.
 */
export function consistencyOf(
  head: Pick<ExpectedSession, "size" | "root"> | undefined,
  tree: merkle.MerkleTree,
  chunkCount: number,
): AnchorConsistency | null {
  if (head === undefined) return null;
  const { size, root } = head;
  return { size, root, path: size <= chunkCount ? tree.consistencyPath(size, chunkCount) : [] };
}

/** Whether an anchor on the chain is the session's own, as the verifier judges it: this node sent it, and it says exactly this. */
export function isAnchorOf(record: SessionRecord, found: AnchorRecord, node: string): boolean {
  const anchor = anchorOf(record);
  return anchor !== undefined && found.sender === node && hashObject(statedIn(found.anchor)) === hashObject(anchor);
}

/** What an anchor of either kind says of the session. */
function statedIn(anchor: AnchorRecord["anchor"]): SessionAnchor {
  if (!("consistency" in anchor)) return anchor;
  const { consistency: _path, ...stated } = anchor;
  return stated;
}
