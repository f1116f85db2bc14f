import { anchorableFrom } from "../stored/anchorable-from.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { anchorOf } from "./session-anchor.ts";

/** What names a sealed recording on a chain of version 2, and what is said of it there. */
export interface SealedRecording {
  readonly sessionId: string;
  readonly salt: string;
  readonly manifestHash: string;
  readonly grantHash: string;
  readonly merkleRoot: string;
  readonly chunkCount: number;
}

/** Undefined for a session that is not sealed, was deleted, is another node's, or ends ahead of the clock. */
export function sealedRecording(
  record: SessionRecord,
  { node, now }: { readonly node: string; readonly now: number },
): SealedRecording | undefined {
  const { sessionId, salt, state } = record;
  const stated = anchorOf(record);
  if (stated === undefined || salt === null || state === "deleted") return undefined;
  if (record.grantTerms.node !== node || anchorableFrom(record) > now) return undefined;
  const { manifest_hash, grant_hash, merkle_root, chunk_count } = stated;
  return {
    sessionId,
    salt,
    manifestHash: manifest_hash,
    grantHash: grant_hash,
    merkleRoot: merkle_root,
    chunkCount: chunk_count,
  };
}
