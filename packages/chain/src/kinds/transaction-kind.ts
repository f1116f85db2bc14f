import type { Migration, OpenDatabase } from "@lucid/foundation";
import type { GenesisParameters } from "@lucid/proof";
import type { z } from "zod";
import type { ChainOverlay, ChainState } from "../state/chain-state.ts";

/** The data of a transaction of whatever kind. */
export type TransactionContent = Record<string, unknown>;

/** What a sender states with a transaction, and where the block stands that is to hold it. */
export interface Statement<Data> {
  readonly sender: string;
  readonly data: Data;
  /** Undefined while the block is not known yet: rules about distances are not looked at then. */
  readonly height: number | undefined;
  readonly parameters: GenesisParameters;
}

/** A statement in a block of the canonical chain. */
export interface IncludedStatement<Data> {
  /** Of the transaction. */
  readonly id: string;
  readonly sender: string;
  readonly data: Data;
  readonly height: number;
}

/** Rows of `chain.db` that a kind keeps of the canonical chain, for its rules and its readers. */
export interface KindIndex<Data> {
  /** Called in the SQLite transaction that makes the block canonical, once the statement was applied. */
  add(statement: IncludedStatement<Data>): void;
  /** Forgets everything above a height: the first half of a reorganization. */
  rewind(height: number): void;
  /**
   * Id of the transaction that made a statement which can only be made once. If it is this node's and says
   * the same, sending it again answers with this id.
   */
  find?(data: Data): string | undefined;
}

/**
 * Everything the engine knows of one kind of transaction. `check` and `apply` are part of the consensus:
 * they depend on nothing but the state and the statement, whose data has the form of `schema`.
 */
export interface TransactionKind<
  Type extends string = string,
  Data extends TransactionContent = TransactionContent,
  Refusal extends string = string,
> {
  readonly type: Type;
  /** Form of the data. A published format: it stands in `@lucid/proof`. */
  readonly schema: z.ZodType<Data>;
  /** Tables of the index, numbered for this kind alone. A published step never changes. */
  readonly migrations?: readonly Migration[];
  openIndex?(db: Pick<OpenDatabase, "read" | "write">): KindIndex<Data>;
  /** Why the state does not take the statement; undefined if it does. */
  check(state: ChainState, statement: Statement<Data>): Refusal | undefined;
  /** Writes what the statement changes. It was checked against this very state. */
  apply(state: ChainOverlay, statement: Statement<Data>): void;
}

/** Kinds by the type that names them in a transaction. */
export type KindTable = Readonly<Record<string, TransactionKind>>;

/** Data of each type of a table. */
export type DataOf<Kinds extends KindTable> = {
  readonly [Type in keyof Kinds]: Kinds[Type] extends { readonly schema: z.ZodType<infer Data extends TransactionContent> }
    ? Data
    : never;
};

/** Refusals of all kinds of a table. */
export type RefusalOf<Kinds extends KindTable> = Exclude<ReturnType<Kinds[keyof Kinds]["check"]>, undefined>;

/** @throws if there is none: the format lets no such transaction in, and the database belongs to these kinds. */
export function kindOf(kinds: KindTable, type: string): TransactionKind {
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind === undefined) throw new Error(`chain: there is no transaction kind ${type}`);
  return kind;
}
