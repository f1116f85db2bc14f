import { canonicalBytes, type SessionAnchor } from "@lucid/proof";
import type { RefusalReason } from "../chain.types.ts";
import type { ChainOverlay, ChainState } from "./chain-state.ts";
import { appendLeaf } from "./frontier.ts";

/**
 * LucidAnchors: one anchor per session, written once, by the sender the session belongs to, and never with
 * fewer chunks than a checkpoint of the session has already committed.
 */
export function checkAnchor(state: ChainState, sender: string, anchor: SessionAnchor): RefusalReason | undefined {
  const session = state.session(anchor.session_id);
  if (anchor.ended_at_ms < anchor.started_at_ms) return "ends_before_start";
  if (session === undefined) return undefined;
  if (session.anchored) return "already_anchored";
  if (session.sender !== sender) return "session_of_another_sender";
  if (anchor.chunk_count < session.size) return "size_shrinks";
  if (anchor.chunk_count === session.size && anchor.merkle_root !== session.root) return "head_differs";
  return undefined;
}

export function applyAnchor(state: ChainOverlay, sender: string, anchor: SessionAnchor): void {
  const { session_id, manifest_hash, merkle_root, chunk_count } = anchor;
  state.setSession(session_id, { sender, size: chunk_count, root: merkle_root, anchored: true });
  state.setAnchors(appendLeaf(state.anchors, canonicalBytes({ session_id, manifest_hash, merkle_root, chunk_count })));
}
