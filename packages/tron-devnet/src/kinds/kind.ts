import type { Machine } from "../evm/machine.ts";
import type { Layer } from "../state/state.ts";
import type { Address } from "../text/address.ts";
import type { JsonObject } from "../text/json.ts";
import type { Transaction } from "../transactions/transaction.ts";

/** The block that a transaction is executed for. */
export interface BlockContext {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly timestamp: bigint;
  readonly witness: Address;
}

export interface Context {
  readonly state: Layer;
  readonly transaction: Transaction;
  readonly block: BlockContext;
  readonly machine: Machine;
  /** Time of the block before, in milliseconds: java-tron's contracts know no other. */
  readonly now: bigint;
  /** Slot of three seconds of the block before. */
  readonly slot: bigint;
}

export interface Log {
  readonly address: Address;
  readonly topics: readonly string[];
  readonly data: string;
}

/** What a kind did, beside the state: parts of TransactionInfo. */
export interface Outcome {
  /** Sun burnt by the contract itself. */
  readonly fee: bigint;
  readonly contractRet: string;
  readonly info?: JsonObject;
  readonly receipt?: JsonObject;
  readonly logs?: readonly Log[];
}
export const success = (fee = 0n, info: JsonObject = {}): Outcome => ({ fee, contractRet: "SUCCESS", info });

/** A contract type: validates as the real network does, then changes the state. @throws Refusal, NotModelled */
export type Kind = (context: Context) => Outcome | Promise<Outcome>;
