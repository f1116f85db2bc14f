import { NodeCheckpoint, type TreeHead } from "@lucid/proof";
import type { ChainState, StateMap } from "../../state/chain-state.ts";
import { sessionRegister } from "../session-register.ts";
import type { TransactionKind } from "../transaction-kind.ts";
import { openHeadIndex } from "./head-index.ts";

export type NodeCheckpointRefusal =
  | "checkpoint_too_early"
  | "head_repeated"
  | "already_anchored"
  | "session_of_another_sender"
  | "size_shrinks"
  | "head_differs";

/** Height of each sender's last checkpoint. */
const lastCheckpoints: StateMap<number> = {
  open(db) {
    const last = db.prepare<{ sender: string; height: number }, { height: number }>(`
      SELECT height FROM session_head WHERE sender = :sender AND height <= :height ORDER BY height DESC LIMIT 1`);
    return (sender, height) => last.get({ sender, height })?.height;
  },
};

/**
 * The tree heads of the sessions a node records. They only grow, each session once in a checkpoint, none
 * comes after the session's anchor, and a node's checkpoints keep `checkpoint_blocks` apart.
 */
export const nodeCheckpoint: TransactionKind<"node_checkpoint", NodeCheckpoint, NodeCheckpointRefusal> = {
  type: "node_checkpoint",
  schema: NodeCheckpoint,
  openIndex: openHeadIndex,
  check(state, { sender, data: { heads }, height, parameters }) {
    const last = state.get(lastCheckpoints, sender);
    if (height !== undefined && last !== undefined && height - last < parameters.checkpoint_blocks) return "checkpoint_too_early";
    const sessions = new Set(heads.map((head) => head.session_id));
    if (sessions.size !== heads.length) return "head_repeated";
    for (const head of heads) {
      const refused = checkHead(state, sender, head);
      if (refused !== undefined) return refused;
    }
    return undefined;
  },
  apply(state, { sender, data: { heads }, height }) {
    for (const { session_id, size, root } of heads)
      state.set(sessionRegister, session_id, { sender, size, root, anchored: false });
    if (height !== undefined) state.set(lastCheckpoints, sender, height);
  },
};

function checkHead(state: ChainState, sender: string, { session_id, size, root }: TreeHead): NodeCheckpointRefusal | undefined {
  const session = state.get(sessionRegister, session_id);
  if (session === undefined) return undefined;
  if (session.anchored) return "already_anchored";
  if (session.sender !== sender) return "session_of_another_sender";
  if (size < session.size) return "size_shrinks";
  if (size === session.size) return root === session.root ? "head_repeated" : "head_differs";
  return undefined;
}
