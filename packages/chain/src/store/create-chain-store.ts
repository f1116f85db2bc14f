import type { ReadDb, WriteDb } from "@lucid/foundation";
import { createAttestationStore } from "./attestation-store.ts";
import { createBlockReader, createBlockWriter } from "./block-store.ts";
import { createMetaStore } from "./meta-store.ts";
import { createOutboxStore } from "./outbox-store.ts";
import { createStateReader, createStateWriter } from "./state-store.ts";
import { createTransactionReader } from "./transaction-reader.ts";

/** Everything in `chain.db`. Writes that belong together go into one `atomically`. */
export function createChainStore(db: { readonly read: ReadDb; readonly write: WriteDb }) {
  return {
    blocks: { ...createBlockReader(db.read), ...createBlockWriter(db.write) },
    state: { stateAt: createStateReader(db.read), ...createStateWriter(db.write) },
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
