import { canonicalBytes, SessionAnchor } from "@lucid/proof";
import { appendLeaf } from "../../state/frontier.ts";
import { sessionRegister } from "../session-register.ts";
import type { TransactionKind } from "../transaction-kind.ts";
import { openAnchorIndex } from "./anchor-index.ts";

export type SessionAnchorRefusal =
  | "ends_before_start"
  | "already_anchored"
  | "session_of_another_sender"
  | "size_shrinks"
  | "head_differs";

/**
 * LucidAnchors: one anchor per session, written once, by the sender the session belongs to, and never with
 * fewer chunks than a checkpoint of the session has already committed.
 */
export const sessionAnchor: TransactionKind<"session_anchor", SessionAnchor, SessionAnchorRefusal> = {
  type: "session_anchor",
  schema: SessionAnchor,
  openIndex: openAnchorIndex,
  check(state, { sender, data: anchor }) {
    const session = state.get(sessionRegister, anchor.session_id);
    if (anchor.ended_at_ms < anchor.started_at_ms) return "ends_before_start";
    if (session === undefined) return undefined;
    if (session.anchored) return "already_anchored";
    if (session.sender !== sender) return "session_of_another_sender";
    if (anchor.chunk_count < session.size) return "size_shrinks";
    if (anchor.chunk_count === session.size && anchor.merkle_root !== session.root) return "head_differs";
    return undefined;
  },
  apply(state, { sender, data: { session_id, manifest_hash, merkle_root, chunk_count } }) {
    state.set(sessionRegister, session_id, { sender, size: chunk_count, root: merkle_root, anchored: true });
    state.setAnchors(appendLeaf(state.anchors, canonicalBytes({ session_id, manifest_hash, merkle_root, chunk_count })));
  },
};
