import type { TransactionKinds } from "../kinds/index.ts";
import type { DataOf, RefusalOf } from "../kinds/transaction-kind.ts";
import type { GeneralRefusal } from "../transactions/refusals.ts";

/** The data of each transaction type. */
export interface TransactionData extends DataOf<TransactionKinds> {}

/** Why the chain does not take a transaction. */
export type RefusalReason = GeneralRefusal | RefusalOf<TransactionKinds>;

export type SubmitOutcome<Reason extends string = RefusalReason> =
  | { readonly kind: "accepted"; readonly id: string }
  | { readonly kind: "refused"; readonly reason: Reason };

/** `id` differs from the one asked for when the transaction expired unincluded and was signed anew. */
export type TransactionStatus =
  | { readonly state: "pending"; readonly id: string }
  | { readonly state: "included" | "final"; readonly id: string; readonly height: number; readonly confirmations: number }
  /** It can no longer get into a block: expired, or the chain has come to hold something against it. */
  | { readonly state: "expired"; readonly id: string }
  | { readonly state: "unknown" };

/** The last tree head of a session, and whether this node is the one that sends for it. */
export interface ExpectedSession {
  readonly size: number;
  readonly root: string;
  readonly anchored: boolean;
  readonly own: boolean;
}

/** The face for what is to get onto the chain. */
export interface ChainSubmit<Data = TransactionData, Reason extends string = RefusalReason> {
  /**
   * Signs and keeps a transaction of this node; when this returns it is on disk and survives a crash. The
   * same data again returns the same id while the first one waits, and for an anchor for ever.
   */
  own<Type extends keyof Data & string>(type: Type, data: Data[Type]): SubmitOutcome<Reason>;
  /** Takes a transaction somebody else signed. */
  signed(transaction: unknown): SubmitOutcome<Reason>;
  status(transactionId: string): TransactionStatus;
  /** What the chain will hold for a session once everything this node sent is included. */
  expectedSession(sessionId: string): ExpectedSession | undefined;
}
