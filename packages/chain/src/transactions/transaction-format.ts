import { Block, SignedTransaction, Transaction } from "@lucid/proof";
import { z } from "zod";
import type { KindTable, TransactionContent } from "../kinds/transaction-kind.ts";

/** A transaction of whatever kind: what the engine looks at. */
export type ChainTransaction = Omit<Transaction, "type" | "data"> & { type: string; data: TransactionContent };
export interface SignedChainTransaction {
  readonly transaction: ChainTransaction;
  readonly signature: string;
}
/** A block with transactions of whatever kind. */
export type ChainBlock = Omit<Block, "transactions"> & { transactions: SignedChainTransaction[] };

export type ChainFormat = ReturnType<typeof createChainFormat>;

/** The published formats of transactions and blocks, with the data of these kinds. */
export function createChainFormat(kinds: KindTable) {
  const envelope = Transaction.options[0].omit({ type: true, data: true });
  const [first, ...others] = Object.values(kinds).map(({ type, schema }) =>
    envelope.extend({ type: z.literal(type), data: schema }),
  );
  if (first === undefined) throw new Error("chain: there are no transaction kinds");
  const transaction = z.discriminatedUnion("type", [first, ...others]);
  const signedTransaction = SignedTransaction.extend({ transaction });
  return { transaction, signedTransaction, block: Block.extend({ transactions: z.array(signedTransaction) }) };
}
