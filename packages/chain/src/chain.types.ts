import type { Clock, ReadDb, WriteDb } from "@lucid/foundation";
import type { Genesis } from "@lucid/proof";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { ChainRead } from "./faces/read.types.ts";
import type { ChainSubmit, RefusalReason, TransactionData } from "./faces/submit.types.ts";
import type { ChainKeys, ChainTransport } from "./ports.types.ts";
import type { SignStateFile } from "./signing/sign-state.ts";

/**
 * The face for what comes in from the other nodes, all of it unchecked: blocks arrive as the bytes that were
 * on the wire, so that their number is looked at before they are parsed.
 */
export interface ChainNetwork {
  /** `bytes` are the canonical form of a block as they were received. */
  receiveBlock(bytes: Uint8Array): void;
  receiveAttestation(attestation: unknown): void;
}

export interface ChainDeps {
  readonly clock: Clock;
  /** `chain.db`, opened with `openChainDatabase`. */
  readonly db: { readonly read: ReadDb; readonly write: WriteDb };
  readonly keys: ChainKeys;
  readonly signState: SignStateFile;
  readonly log: Logger;
  readonly metrics: Registry;
  /** Left out: a solo network. */
  readonly transport?: ChainTransport;
}

export interface ChainOptions {
  readonly genesis: Genesis;
  /** Life of a transaction this node sends, in seconds. One that is not in a block by then is signed anew. */
  readonly transactionLifetime?: number;
}

/** The chain of one node. Everything it does happens in calls from outside or on its clock's timers. */
export interface Chain<Data = TransactionData, Reason extends string = RefusalReason> extends AsyncDisposable {
  readonly genesis: Genesis;
  /** Hash of the genesis document. */
  readonly networkId: string;
  readonly submit: ChainSubmit<Data, Reason>;
  readonly read: ChainRead;
  readonly network: ChainNetwork;
}
