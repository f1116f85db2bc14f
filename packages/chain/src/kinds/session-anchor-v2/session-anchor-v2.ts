import { merkle, SessionAnchorV2 } from "@lucid/proof";
import type { ChainState } from "../../state/chain-state.ts";
import { openAnchorIndex } from "../session-anchor/anchor-index.ts";
import { type AnchorRefusal, applyAnchor, checkAnchor, sendersWithPaths } from "../session-anchor/session-anchor.ts";
import { sessionRegister } from "../session-register.ts";
import type { TransactionKind } from "../transaction-kind.ts";

export type SessionAnchorV2Refusal = AnchorRefusal | "path_missing" | "path_invalid" | "no_head_to_continue";

/**
 * A session anchor that shows by an RFC 9162 path that its tree goes on from the last head its sender has committed of
 * the session: what was in a block before cannot be another thing afterwards, whatever the number of chunks.
 */
export const sessionAnchorV2: TransactionKind<"session_anchor_v2", SessionAnchorV2, SessionAnchorV2Refusal> = {
  type: "session_anchor_v2",
  schema: SessionAnchorV2,
  openIndex: (db) => openAnchorIndex(db, 2),
  check: (state, statement) => checkAnchor(state, statement) ?? checkConsistency(state, statement.data),
  apply(state, statement) {
    applyAnchor(state, statement);
    state.set(sendersWithPaths, statement.sender, true);
  },
};

/** The session, if the chain knows it, is the sender's: `checkAnchor` saw to that. */
function checkConsistency(
  state: ChainState,
  { session_id, consistency, chunk_count, merkle_root }: SessionAnchorV2,
): SessionAnchorV2Refusal | undefined {
  const head = state.get(sessionRegister, session_id);
  if (head === undefined) return consistency === null ? undefined : "no_head_to_continue";
  if (consistency === null) return "path_missing";
  const { size, root, path } = consistency;
  if (size !== head.size || root !== head.root) return "head_differs";
  const continues = merkle.verifyConsistency({ from: { size, root }, to: { size: chunk_count, root: merkle_root }, path });
  return continues ? undefined : "path_invalid";
}
