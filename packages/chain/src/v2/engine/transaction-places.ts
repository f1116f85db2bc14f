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
  readonly ledger: Pick<Ledger, "tree" | "canonicalHash" | "transactionsOf">;
  readonly store: Pick<NetworkStore, "block" | "place">;
  readonly prepare: (bytes: Uint8Array) => PreparedBlock;
}

/** Where the transactions between genesis and head stand: those of final blocks are looked up on the disk. */
export function createTransactionPlaces({ ledger, store, prepare }: PlacesDeps) {
  const { tree, canonicalHash } = ledger;
  const places = new Map<string, TransactionPlace>();

  function note(block: string, height: number, transactions: readonly PreparedTransaction[]): void {
    for (const [index, { id }] of transactions.entries()) places.set(id, { block, height, index });
  }

  function stored(id: string): TransactionPlace | undefined {
    const found = store.place(id);
    if (found === undefined) return undefined;
    const block = canonicalHash(found.height);
    return block === undefined ? undefined : { ...found, block };
  }

  return {
    note,
    /** Finds the transactions above the final block, as it was read from the disk. */
    noteOpened(): void {
      for (let height = tree.final.height + 1; height <= tree.head.height; height += 1) {
        const hash = canonicalHash(height) ?? "";
        note(hash, height, ledger.transactionsOf(hash));
      }
    },
    /** Forgets those that the disk knows. */
    settle(): void {
      for (const [id, { height }] of places) if (height <= tree.final.height && store.place(id) !== undefined) places.delete(id);
    },
    of(id: string): TransactionPlace | undefined {
      const place = places.get(id) ?? stored(id);
      return place !== undefined && canonicalHash(place.height) === place.block ? place : undefined;
    },
    /** All of them, from the head down: every block is read as far as it has to be. */
    *newestFirst(): Generator<v2.SentTransaction> {
      for (let { height } = tree.head; height > 0; height -= 1) {
        const bytes = store.block(canonicalHash(height) ?? "");
        if (bytes !== undefined) yield* prepare(bytes).block.transactions;
      }
    },
  };
}
