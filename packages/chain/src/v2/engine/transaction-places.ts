import type { v2 } from "@lucid/proof";
import type { PreparedBlock, PreparedTransaction } from "../blocks/prepare-block.ts";
import type { NetworkStore } from "../store/store.types.ts";
import type { Ledger } from "./ledger.ts";

export interface TransactionPlace {
  readonly block: string;
  readonly height: number;
  readonly index: number;
}

interface PlacesDeps {
  readonly ledger: Pick<Ledger, "tree" | "canonicalHash">;
  readonly store: Pick<NetworkStore, "block">;
  readonly prepare: (bytes: Uint8Array) => PreparedBlock;
}

/** Where the transactions between genesis and head stand. */
export function createTransactionPlaces({ ledger, store, prepare }: PlacesDeps) {
  const places = new Map<string, TransactionPlace>();

  function note(block: string, height: number, transactions: readonly PreparedTransaction[]): void {
    for (const [index, { id }] of transactions.entries()) places.set(id, { block, height, index });
  }

  return {
    note,
    /** Finds the transactions of the chain as it was read from the disk. */
    noteStored(): void {
      for (let height = 1; height <= ledger.tree.head.height; height += 1) {
        const hash = ledger.canonicalHash(height) ?? "";
        const bytes = store.block(hash);
        if (bytes !== undefined) note(hash, height, prepare(bytes).transactions);
      }
    },
    of(id: string): TransactionPlace | undefined {
      const place = places.get(id);
      return place !== undefined && ledger.canonicalHash(place.height) === place.block ? place : undefined;
    },
    /** All of them, from the head down: every block is read as far as it has to be. */
    *newestFirst(): Generator<v2.SentTransaction> {
      for (let { height } = ledger.tree.head; height > 0; height -= 1) {
        const bytes = store.block(ledger.canonicalHash(height) ?? "");
        if (bytes !== undefined) yield* prepare(bytes).block.transactions;
      }
    },
  };
}
