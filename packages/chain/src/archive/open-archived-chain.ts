import type { Clock } from "@lucid/foundation";
import type { Genesis } from "@lucid/proof";
import type { Logger } from "pino";
import { createBlockRules } from "../blocks/create-block-rules.ts";
import { blockEvidenceOf, evidenceOf } from "../engine/evidence.ts";
import { createLedger } from "../engine/ledger.ts";
import type { ChainRead } from "../faces/read.types.ts";
import { parseGenesis } from "../genesis.ts";
import { type AuditReads, createAuditReads } from "../kinds/audit-checkpoint/audit-reads.ts";
import { transactionKinds } from "../kinds/index.ts";
import type { ChainKeys } from "../ports.types.ts";
import { headersOf } from "../readers/blocks.ts";
import { createSessionReads } from "../readers/session-places.ts";
import { checkStore } from "../store/check-store.ts";
import { createChainStore } from "../store/create-chain-store.ts";
import { openChainDatabase } from "../store/open-chain-database.ts";
import { checkTransaction, MAX_TRANSACTION_LIFETIME } from "../transactions/check-transaction.ts";
import { createMempool } from "../transactions/mempool.ts";
import { createOutbox } from "../transactions/outbox.ts";

/** What proves sessions: their anchors and tree heads on a chain, and why these are final. */
export type ChainProofs = Pick<
  ChainRead,
  | "head"
  | "headers"
  | "anchorOf"
  | "lastCheckpointOf"
  | "checkpointsOf"
  | "finalCheckpointAbove"
  | "placesOf"
  | "evidence"
  | "blockEvidence"
>;

/** A chain that this node no longer adds to. What it holds is proven as before. */
export interface ArchivedChain extends Disposable {
  readonly genesis: Genesis;
  readonly networkId: string;
  readonly read: ChainProofs & AuditReads;
}

export interface ArchivedChainDeps {
  readonly clock: Clock;
  readonly keys: ChainKeys;
  readonly log: Logger;
  /** Its `chain.db`. */
  readonly path: string;
}

/**
 * Opens the chain of a genesis document to read it: nothing is built, signed or sent.
 * @throws as `startChain` where the database is another network's, or damaged.
 */
export function openArchivedChain({ clock, keys, log, path }: ArchivedChainDeps, document: unknown): ArchivedChain {
  const genesis = parseGenesis(document);
  const rules = createBlockRules(transactionKinds, genesis);
  const { networkId, format, apply, elect, attestersOf } = rules;
  const db = openChainDatabase(path);
  try {
    const store = createChainStore(db, transactionKinds);
    checkStore(store, networkId);
    const ledger = createLedger({ store, ...rules });
    const mempool = createMempool((signed) => checkTransaction(signed, rules));
    const stageOf = () => "waiting" as const;
    const outbox = createOutbox(
      { store: store.outbox, keys, networkId, format, apply, log, stageOf },
      { lifetime: MAX_TRANSACTION_LIFETIME },
      ledger.branchOf(ledger.head).state,
    );
    const { publicKey } = keys;
    const context = { db: db.read, clock, genesis, networkId, publicKey, store, ledger, mempool, outbox, elect, attestersOf };
    const { height, hash, timestamp: time } = ledger.head;
    return {
      genesis,
      networkId,
      read: {
        ...createSessionReads(context),
        ...createAuditReads(context),
        head: () => ({ height, hash, time }),
        headers: (from, to) => headersOf(context, from, to),
        evidence: (transactionId) => evidenceOf(context, transactionId, ledger.final.height),
        blockEvidence: (block) => blockEvidenceOf(context, block, ledger.final.height),
      },
      [Symbol.dispose]: () => db[Symbol.dispose](),
    };
  } catch (error) {
    db[Symbol.dispose]();
    throw error;
  }
}
