import type { InvoiceState } from "@lucid/contract";

/** What decides about an invoice. Times are Unix milliseconds of blocks. */
export interface Asked {
  readonly state: InvoiceState;
  readonly price: bigint;
  readonly amount: bigint;
  readonly expires_at: number;
}
export interface Came {
  readonly amount: bigint;
  readonly block_at: number;
  /** What of it was sent back, or is about to be. */
  readonly sent_back: bigint;
}
export interface Sums {
  /** What came in time, what came late, and what of both is above the amount. */
  readonly received: bigint;
  readonly late: bigint;
  readonly over: bigint;
  /** What was sent back of it all, and what is left of it. */
  readonly sent_back: bigint;
  readonly left: bigint;
}

export function sumsOf({ amount, expires_at }: Pick<Asked, "amount" | "expires_at">, came: readonly Came[]): Sums {
  const sum = (isWanted: (one: Came) => boolean): bigint => came.filter(isWanted).reduce((total, one) => total + one.amount, 0n);
  const received = sum(({ block_at }) => block_at <= expires_at);
  const late = sum(({ block_at }) => block_at > expires_at);
  const sent_back = came.reduce((total, one) => total + one.sent_back, 0n);
  return { received, late, over: positive(received + late - amount), sent_back, left: received + late - sent_back };
}

const positive = (amount: bigint): bigint => (amount > 0n ? amount : 0n);

/**
 * How much of a transfer can be sent back: each once. Of one that is for no invoice, or for one that was not paid, all of it; of one that is for a
 * paid invoice, what is above its amount, unless that brought nothing; and nothing while the invoice may still be paid.
 */
export function refundableOf(
  one: Came,
  invoice: { readonly asked: Pick<Asked, "state" | "amount" | "expires_at">; readonly came: readonly Came[] } | undefined,
): bigint {
  if (one.sent_back > 0n || invoice?.asked.state === "open") return 0n;
  if (invoice?.asked.state !== "paid") return one.amount;
  const above = positive(sumsOf(invoice.asked, invoice.came).left - invoice.asked.amount);
  return above < one.amount ? above : one.amount;
}

/**
 * The state that the chain gives an invoice, once all that is in blocks until a time is known. The end of its time is that of a block, so that
 * neither this node's clock nor how long it was away decides.
 */
export function stateOf(asked: Asked, came: readonly Came[], readUntil: number): InvoiceState {
  if (asked.state === "paid" || asked.state === "cancelled" || asked.state === "returned") return asked.state;
  const { received } = sumsOf(asked, came);
  const kept = sumsOf(
    asked,
    came.filter(({ block_at }) => block_at <= asked.expires_at),
  ).left;
  if (kept >= asked.amount) return "paid";
  if (readUntil < asked.expires_at) return asked.state;
  return received > 0n ? "underpaid" : "expired";
}

/** What is owed to the payee: a share of the price, or of what came where somebody took less as paid. */
export function shareOf(price: bigint, came: bigint, permille: number): bigint {
  const base = came < price ? came : price;
  return (base * BigInt(permille)) / 1_000n;
}
