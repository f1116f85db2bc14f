import type { BlockView } from "@lucid/contract";
import type { Header } from "@lucid/proof";
import { type BlockRow, signedHeaderOf } from "../store/block-store.ts";
import { confirmationsOf, isFinal, isoTime, type Page, type ReadContext } from "./read-context.ts";

export interface BlockFilter extends Page {
  readonly height?: number | undefined;
  readonly hash?: string | undefined;
  readonly from_height?: number | undefined;
  readonly to_height?: number | undefined;
}

/** One query for all of them. */
function blockViews(context: ReadContext, rows: readonly BlockRow[]): BlockView[] {
  const transactions = context.store.blocks.transactionIdsOf(rows.map(({ hash }) => hash));
  return rows.map((row) => viewOf(context, row, transactions.get(row.hash) ?? []));
}

const blockView = (context: ReadContext, row: BlockRow): BlockView | undefined => blockViews(context, [row])[0];

function viewOf(context: ReadContext, row: BlockRow, transactions: readonly string[]): BlockView {
  const { header } = signedHeaderOf(row);
  return {
    block_id: row.hash,
    height: row.height,
    hash: row.hash,
    previous_hash: row.parent,
    timestamp: isoTime(row.timestamp),
    slot: row.slot,
    position: row.position,
    epoch: row.epoch,
    rank: row.rank,
    producer: row.producer,
    merkle_root: header.tx_root,
    attestation_root: header.attestation_root,
    state_root: header.state_root,
    transaction_count: row.tx_count,
    attestation_count: row.attestation_count,
    transactions: [...transactions],
    size_bytes: row.size_bytes,
    finalized: isFinal(context, row.height),
    confirmations: confirmationsOf(context, row.height),
  };
}

/** A block of the canonical chain. */
export function blockByHash(context: ReadContext, hash: string): BlockView | undefined {
  const row = context.store.blocks.byHash(hash);
  return row?.canonical === 1 ? blockView(context, row) : undefined;
}

export function blockAt(context: ReadContext, height: number): BlockView | undefined {
  const row = context.store.blocks.canonicalAt(height);
  return row === undefined ? undefined : blockView(context, row);
}

/** Ascending. */
export const headersOf = ({ store }: Pick<ReadContext, "store">, from: number, to: number): Header[] =>
  store.blocks
    .range(from, to)
    .map((row) => signedHeaderOf(row).header)
    .toReversed();

/** Newest first. Heights of the canonical chain have no holes, so a page is a range of heights. */
export function listBlocks(context: ReadContext, filter: BlockFilter): { blocks: BlockView[]; total: number } {
  const { page, limit, height, hash, from_height, to_height } = filter;
  if (hash !== undefined) {
    const block = blockByHash(context, hash);
    const found = block !== undefined && (height === undefined || block.height === height) ? [block] : [];
    return { blocks: page === 1 ? found : [], total: found.length };
  }
  const low = Math.max(1, height ?? from_height ?? 1);
  const high = Math.min(context.ledger.head.height, height ?? to_height ?? Number.MAX_SAFE_INTEGER);
  const top = high - (page - 1) * limit;
  const rows = top < low ? [] : context.store.blocks.range(Math.max(low, top - limit + 1), top);
  return { blocks: blockViews(context, rows), total: Math.max(0, high - low + 1) };
}
