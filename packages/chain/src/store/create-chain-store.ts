import type { ReadDb, WriteDb } from "@lucid/foundation";
import type { KindTable } from "../kinds/transaction-kind.ts";
import { createAttestationStore } from "./attestation-store.ts";
import { createBlockReader, createBlockWriter } from "./block-store.ts";
import { createIndexStore } from "./index-store.ts";
import { createMetaStore } from "./meta-store.ts";
import { createOutboxStore } from "./outbox-store.ts";
import { createStateReader } from "./state-reader.ts";
import { createTransactionReader } from "./transaction-reader.ts";

/** Everything in `chain.db`. Writes that belong together go into one `atomically`. */
export function createChainStore(db: { readonly read: ReadDb; readonly write: WriteDb }, kinds: KindTable) {
  return {
    blocks: { ...createBlockReader(db.read), ...createBlockWriter(db.write) },
    stateAt: createStateReader(db.read),
    indexes: createIndexStore(db, kinds),
    attestations: createAttestationStore(db),
    outbox: createOutboxStore(db),
    transactions: createTransactionReader(db.read),
    meta: createMetaStore(db),
    /** One SQLite transaction: all of it is on the disk when this returns, or none of it. */
    atomically<Result>(work: () => Result): Result {
      return db.write.transaction(work)();
    },
  };
}
export type ChainStore = ReturnType<typeof createChainStore>;
