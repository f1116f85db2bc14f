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
}
export interface Sums {
  /** What came in time, what came late, and what of both is above the amount. */
  readonly received: bigint;
  readonly late: bigint;
  readonly over: bigint;
}

export function sumsOf({ amount, expires_at }: Pick<Asked, "amount" | "expires_at">, came: readonly Came[]): Sums {
  const sum = (isWanted: (one: Came) => boolean): bigint => came.filter(isWanted).reduce((total, one) => total + one.amount, 0n);
  const received = sum(({ block_at }) => block_at <= expires_at);
  const late = sum(({ block_at }) => block_at > expires_at);
  const above = received + late - amount;
  return { received, late, over: above > 0n ? above : 0n };
}

/**
 * The state that the chain gives an invoice, once all that is in blocks until a time is known. The end of its time is that of a block, so that
 * neither this node's clock nor how long it was away decides.
 */
export function stateOf(asked: Asked, came: readonly Came[], readUntil: number): InvoiceState {
  if (asked.state === "paid" || asked.state === "cancelled") return asked.state;
  const { received } = sumsOf(asked, came);
  if (received >= asked.amount) return "paid";
  if (readUntil < asked.expires_at) return asked.state;
  return received > 0n ? "underpaid" : "expired";
}

/** What is owed to the payee: a share of the price, or of what came where somebody took less as paid. */
export function shareOf(price: bigint, came: bigint, permille: number): bigint {
  const base = came < price ? came : price;
  return (base * BigInt(permille)) / 1_000n;
}
