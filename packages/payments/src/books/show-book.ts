import type { WalletComparison } from "@lucid/contract";
import type { Explanation, WalletBook } from "./book-repository.ts";

const UNITS = 1_000_000n;
const time = (at: number): string => new Date(at).toISOString();

/** All six decimals: none is rounded. */
const usdt = (micro: bigint): string => `${micro / UNITS}.${(micro % UNITS).toString().padStart(6, "0")} USDT`;

/** The words of an open difference. */
export function differenceWords({ address, held, held_block, block, doubt = 0n }: WalletBook): string {
  const [size, side] = doubt < 0n ? [-doubt, "less"] : [doubt, "more"];
  return `${address} holds ${usdt(held)} in block ${held_block}, ${usdt(size)} ${side} than is recorded; in block ${block} it agreed`;
}

export function comparisonOf(book: WalletBook, said: Explanation | undefined): WalletComparison {
  const { address, base, block, doubt, is_open, held, held_block, at } = book;
  const isAgreed = base !== undefined && doubt === undefined;
  return {
    address,
    state: is_open ? "differs" : isAgreed ? "agrees" : "waits",
    at: time(at),
    agreed_block: base === undefined ? null : block,
    ...{ block: held_block, held: held.toString() },
    difference: (base === undefined ? 0n : (doubt ?? 0n)).toString(),
    explanation: said
      ? {
          ...{ amount: said.amount, reason: said.reason },
          explained_by: said.explained_by as NonNullable<WalletComparison["explanation"]>["explained_by"],
          explained_at: time(said.explained_at),
          approved_by: said.approved_by as NonNullable<WalletComparison["explanation"]>["approved_by"],
          made_at: said.made_at === null ? null : time(said.made_at),
        }
      : null,
  };
}
