import type { Transaction } from "@lucid/proof";
import type { RefusalReason } from "../chain.types.ts";
import { applyAnchor, checkAnchor } from "./anchors.ts";
import type { ChainOverlay } from "./chain-state.ts";
import { applyCheckpoint, checkCheckpoint } from "./checkpoints.ts";

export interface Placement {
  /** Height of the block; undefined while that is not known yet, and then distances are not looked at. */
  readonly height: number | undefined;
  /** Blocks between two checkpoints of one sender. */
  readonly checkpointBlocks: number;
}

/** Checks a transaction against the state and, if the state takes it, makes its changes. */
export function applyTransaction(state: ChainOverlay, transaction: Transaction, at: Placement): RefusalReason | undefined {
  const { sender, sequence } = transaction;
  const next = state.nextSequence(sender);
  if (sequence !== next) return sequence < next ? "sequence_used" : "sequence_gap";
  const reason = applyData(state, transaction, at);
  if (reason === undefined) state.setSequence(sender, next + 1);
  return reason;
}

function applyData(state: ChainOverlay, transaction: Transaction, at: Placement): RefusalReason | undefined {
  const { sender } = transaction;
  switch (transaction.type) {
    case "session_anchor": {
      const reason = checkAnchor(state, sender, transaction.data);
      if (reason === undefined) applyAnchor(state, sender, transaction.data);
      return reason;
    }
    case "node_checkpoint": {
      const last = state.lastCheckpoint(sender);
      if (at.height !== undefined && last !== undefined && at.height - last < at.checkpointBlocks) return "checkpoint_too_early";
      const reason = checkCheckpoint(state, sender, transaction.data);
      if (reason !== undefined) return reason;
      applyCheckpoint(state, sender, transaction.data);
      if (at.height !== undefined) state.setCheckpoint(sender, at.height);
      return undefined;
    }
  }
}
