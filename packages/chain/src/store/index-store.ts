import type { OpenDatabase } from "@lucid/foundation";
import { type KindIndex, type KindTable, kindOf, type TransactionContent } from "../kinds/transaction-kind.ts";
import type { SignedChainTransaction } from "../transactions/transaction-format.ts";

export interface IncludedTransaction {
  readonly id: string;
  readonly signed: SignedChainTransaction;
}

/** What the kinds keep of the canonical chain. */
export function createIndexStore(db: Pick<OpenDatabase, "read" | "write">, kinds: KindTable) {
  const indexes = new Map<string, KindIndex<TransactionContent> | undefined>();
  for (const kind of Object.values(kinds)) indexes.set(kind.type, kind.openIndex?.(db));
  const indexOf = (type: string) => indexes.get(kindOf(kinds, type).type);

  return {
    /** Takes in the transactions of a block that becomes canonical. They were checked against this very state. */
    add(height: number, transactions: readonly IncludedTransaction[]): void {
      for (const { id, signed } of transactions) {
        const { type, sender, data } = signed.transaction;
        indexOf(type)?.add({ id, sender, data, height });
      }
    },
    /** Forgets everything above a height: the first half of a reorganization. */
    rewind(height: number): void {
      for (const index of indexes.values()) index?.rewind(height);
    },
    /** Id of the transaction that made this statement, if its kind is one that is stated once. */
    find: (type: string, data: TransactionContent): string | undefined => indexOf(type)?.find?.(data),
  };
}
