import type { TransactionView } from "@lucid/contract";
import type { TransactionStatus } from "../faces/submit.types.ts";
import { type PlacedTransaction, parseSigned } from "../store/block-store.ts";
import type { SignedChainTransaction } from "../transactions/transaction-format.ts";
import { confirmationsOf, isFinal, isoTime, type Page, type ReadContext } from "./read-context.ts";

export interface TransactionFilter extends Page {
  readonly type?: string | undefined;
  readonly status?: "pending" | "included" | "final" | undefined;
  readonly block_id?: string | undefined;
}

/** Follows a transaction to its newest form: the same data signed anew after it expired. */
export function statusOf(context: ReadContext, asked: string): TransactionStatus {
  const { store, mempool, outbox } = context;
  for (let id = asked; ; ) {
    const placed = store.blocks.placed(id);
    if (placed !== undefined) {
      const { height } = placed;
      return {
        state: isFinal(context, height) ? "final" : "included",
        id,
        height,
        confirmations: confirmationsOf(context, height),
      };
    }
    const successor = store.outbox.successorOf(id);
    if (successor === null) return { state: "expired", id };
    if (successor === undefined) {
      const waits = mempool.get(id) !== undefined || outbox.get(id) !== undefined;
      return waits ? { state: "pending", id } : { state: "unknown" };
    }
    id = successor;
  }
}

export function transactionView(context: ReadContext, asked: string): TransactionView | undefined {
  const status = statusOf(context, asked);
  if (status.state === "unknown") return undefined;
  const { id } = status;
  const placed = context.store.blocks.placed(id);
  if (placed !== undefined) return placedView(context, placed);
  const pending = context.mempool.get(id)?.signed ?? context.outbox.get(id)?.signed;
  return pending === undefined ? undefined : pendingView(context, id, pending);
}

/** Newest first: what waits, then the chain from the head down. */
export function listTransactions(context: ReadContext, filter: TransactionFilter) {
  const { store, mempool, ledger } = context;
  const { page, limit, type, status, block_id } = filter;
  const waits = (status ?? "pending") === "pending" && block_id === undefined;
  const pending = waits ? mempool.all().filter(({ signed }) => type === undefined || signed.transaction.type === type) : [];
  const range = {
    type: type ?? null,
    block: block_id ?? null,
    low: status === "included" ? ledger.final.height + 1 : 1,
    high: status === "pending" ? 0 : status === "final" ? ledger.final.height : ledger.head.height,
  };
  const from = (page - 1) * limit;
  const views = pending
    .toReversed()
    .slice(from, from + limit)
    .map(({ id, signed }) => pendingView(context, id, signed));
  const placed = store.transactions.list(range, limit - views.length, Math.max(0, from - pending.length));
  return {
    transactions: [...views, ...placed.map((row) => placedView(context, row))],
    total: pending.length + store.transactions.count(range),
  };
}

function placedView(context: ReadContext, placed: PlacedTransaction): TransactionView {
  return {
    ...commonOf(placed.id, parseSigned(placed.content)),
    status: isFinal(context, placed.height) ? "final" : "included",
    block_id: placed.block_hash,
    block_height: placed.height,
    submitted_at: submittedAt(context, placed.id),
    confirmed_at: isoTime(placed.timestamp),
  };
}

const pendingView = (context: ReadContext, id: string, signed: SignedChainTransaction): TransactionView => ({
  ...commonOf(id, signed),
  status: "pending",
  block_id: null,
  block_height: null,
  submitted_at: submittedAt(context, id),
  confirmed_at: null,
});

function submittedAt({ outbox }: ReadContext, id: string): string | null {
  const entry = outbox.get(id);
  return entry === undefined ? null : new Date(entry.submittedAtMs).toISOString();
}

const commonOf = (id: string, { transaction, signature }: SignedChainTransaction) => ({
  transaction_id: id,
  type: transaction.type,
  sender: transaction.sender,
  sequence: transaction.sequence,
  data: transaction.data,
  signature,
  fee: 0 as const,
});
