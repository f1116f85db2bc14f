import { canonicalBytes, SessionAnchor } from "@lucid/proof";
import type { ChainOverlay, ChainState, StateMap } from "../../state/chain-state.ts";
import { appendLeaf } from "../../state/frontier.ts";
import { sessionRegister } from "../session-register.ts";
import type { Statement, TransactionKind } from "../transaction-kind.ts";
import { openAnchorIndex } from "./anchor-index.ts";

export type AnchorRefusal =
  | "ends_before_start"
  | "already_anchored"
  | "session_of_another_sender"
  | "size_shrinks"
  | "head_differs";
export type SessionAnchorRefusal = AnchorRefusal | "anchor_without_path";

/** Senders that have stated an anchor with a path. They state no other kind from then on. */
export const sendersWithPaths: StateMap<true> = {
  open(db) {
    const one = db.prepare<{ sender: string; height: number }, { height: number }>(
      "SELECT height FROM session_anchor WHERE sender = :sender AND version = 2 AND height <= :height LIMIT 1",
    );
    return (sender, height) => (one.get({ sender, height }) === undefined ? undefined : true);
  },
};

/**
 * LucidAnchors: one anchor per session, written once, by the sender the session belongs to, and never with
 * fewer chunks than a checkpoint of the session has already committed. It does not show that its tree goes on from that
 * checkpoint, so it stays for the blocks that hold it: `session_anchor_v2` took its place.
 */
export const sessionAnchor: TransactionKind<"session_anchor", SessionAnchor, SessionAnchorRefusal> = {
  type: "session_anchor",
  schema: SessionAnchor,
  openIndex: (db) => openAnchorIndex(db, 1),
  check: (state, statement) =>
    state.get(sendersWithPaths, statement.sender) ? "anchor_without_path" : checkAnchor(state, statement),
  apply: applyAnchor,
};

/** The rules of both kinds of anchors. */
export function checkAnchor(state: ChainState, { sender, data: anchor }: Statement<SessionAnchor>): AnchorRefusal | undefined {
  const session = state.get(sessionRegister, anchor.session_id);
  if (anchor.ended_at_ms < anchor.started_at_ms) return "ends_before_start";
  if (session === undefined) return undefined;
  if (session.anchored) return "already_anchored";
  if (session.sender !== sender) return "session_of_another_sender";
  if (anchor.chunk_count < session.size) return "size_shrinks";
  if (anchor.chunk_count === session.size && anchor.merkle_root !== session.root) return "head_differs";
  return undefined;
}

/** Closes the session and appends to the anchors that every block's `state_root` commits. */
export function applyAnchor(state: ChainOverlay, { sender, data }: Statement<SessionAnchor>): void {
  const { session_id, manifest_hash, merkle_root, chunk_count } = data;
  state.set(sessionRegister, session_id, { sender, size: chunk_count, root: merkle_root, anchored: true });
  state.setAnchors(appendLeaf(state.anchors, canonicalBytes({ session_id, manifest_hash, merkle_root, chunk_count })));
}
