import type { AnchorView } from "@lucid/contract";
import type { SessionAnchor } from "@lucid/proof";
import type { AnchorRecord, CheckpointFilter, CheckpointRecord } from "../chain.types.ts";
import { parseSigned } from "../store/block-store.ts";
import type { SessionHead } from "../store/transaction-reader.ts";
import { isFinal, isoTime, placeOf, type ReadContext } from "./read-context.ts";

export function anchorOf(context: ReadContext, sessionId: string): AnchorRecord | undefined {
  const id = context.store.transactions.anchorOf(sessionId);
  const placed = id === undefined ? undefined : context.store.blocks.placed(id);
  if (placed === undefined) return undefined;
  const { transaction } = parseSigned(placed.content);
  if (transaction.type !== "session_anchor") return undefined;
  return { ...placeOf(context, placed), anchor: transaction.data, sender: transaction.sender };
}

function recordOf(context: ReadContext, head: SessionHead | undefined): CheckpointRecord | undefined {
  const placed = head && context.store.blocks.placed(head.transaction_id);
  return head && placed && { ...placeOf(context, placed), size: head.size, root: head.root };
}

export function checkpointsOf(
  context: ReadContext,
  sessionId: string,
  { finalOnly = false, most = Number.POSITIVE_INFINITY }: CheckpointFilter = {},
): CheckpointRecord[] {
  const heads = context.store.transactions.headsOf(sessionId);
  const asked = finalOnly ? heads.filter(({ height }) => isFinal(context, height)) : heads;
  return thinned(asked, most).flatMap((head) => recordOf(context, head) ?? []);
}

/** Evenly spread ones, the first and the last among them. */
function thinned<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, place) => items[Math.round(place * step)]).filter((item) => item !== undefined);
}

export const lastCheckpointOf = (context: ReadContext, sessionId: string): CheckpointRecord | undefined =>
  recordOf(context, context.store.transactions.lastHeadOf(sessionId));

export const finalCheckpointAbove = (context: ReadContext, sessionId: string, size: number): CheckpointRecord | undefined =>
  recordOf(context, context.store.transactions.headAbove(sessionId, size, context.ledger.final.height));

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
