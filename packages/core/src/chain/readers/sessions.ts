import type { AnchorView } from "@lucid/contract";
import type { SessionAnchor } from "@lucid/proof";
import type { AnchorRecord, CheckpointRecord } from "../chain.types.ts";
import { parseSigned } from "../store/block-store.ts";
import { isoTime, placeOf, type ReadContext } from "./read-context.ts";

export function anchorOf(context: ReadContext, sessionId: string): AnchorRecord | undefined {
  const id = context.store.transactions.anchorOf(sessionId);
  const placed = id === undefined ? undefined : context.store.blocks.placed(id);
  if (placed === undefined) return undefined;
  const { transaction } = parseSigned(placed.content);
  if (transaction.type !== "session_anchor") return undefined;
  return { ...placeOf(context, placed), anchor: transaction.data, sender: transaction.sender };
}

export function checkpointsOf(context: ReadContext, sessionId: string): CheckpointRecord[] {
  return context.store.transactions.headsOf(sessionId).flatMap(({ size, root, transaction_id }) => {
    const placed = context.store.blocks.placed(transaction_id);
    return placed === undefined ? [] : [{ ...placeOf(context, placed), size, root }];
  });
}

/** `anchored` from the first block on that holds the anchor, `confirmed` once that block is final. */
export function anchorView(context: ReadContext, sessionId: string): AnchorView | undefined {
  const record = anchorOf(context, sessionId);
  if (record !== undefined) {
    return {
      ...commonOf(record.anchor),
      anchored: true,
      block_id: record.block_hash,
      block_height: record.height,
      transaction_id: record.transaction_id,
      anchored_at: isoTime(record.time),
      confirmation_count: record.confirmations,
      status: record.final ? "confirmed" : "pending",
    };
  }
  for (const { id, signed } of context.mempool.all()) {
    const { transaction } = signed;
    if (transaction.type !== "session_anchor" || transaction.data.session_id !== sessionId) continue;
    const nowhere = { block_id: null, block_height: null, anchored_at: null };
    return {
      ...commonOf(transaction.data),
      ...nowhere,
      anchored: false,
      transaction_id: id,
      confirmation_count: 0,
      status: "pending",
    };
  }
  return undefined;
}

const commonOf = (anchor: SessionAnchor) => ({
  session_id: anchor.session_id as AnchorView["session_id"],
  merkle_root: anchor.merkle_root,
  manifest_hash: anchor.manifest_hash,
  chunk_count: anchor.chunk_count,
});
