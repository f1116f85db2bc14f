import type { NodeCheckpoint, TreeHead } from "@lucid/proof";
import type { RefusalReason } from "../chain.types.ts";
import type { ChainOverlay, ChainState } from "./chain-state.ts";

/** Tree heads only grow, each session once in a checkpoint, and none comes after the session's anchor. */
export function checkCheckpoint(state: ChainState, sender: string, { heads }: NodeCheckpoint): RefusalReason | undefined {
  const sessions = new Set(heads.map((head) => head.session_id));
  if (sessions.size !== heads.length) return "head_repeated";
  for (const head of heads) {
    const reason = checkHead(state, sender, head);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function checkHead(state: ChainState, sender: string, { session_id, size, root }: TreeHead): RefusalReason | undefined {
  const session = state.session(session_id);
  if (session === undefined) return undefined;
  if (session.anchored) return "already_anchored";
  if (session.sender !== sender) return "session_of_another_sender";
  if (size < session.size) return "size_shrinks";
  if (size === session.size) return root === session.root ? "head_repeated" : "head_differs";
  return undefined;
}

export function applyCheckpoint(state: ChainOverlay, sender: string, { heads }: NodeCheckpoint): void {
  for (const { session_id, size, root } of heads) state.setSession(session_id, { sender, size, root, anchored: false });
}
