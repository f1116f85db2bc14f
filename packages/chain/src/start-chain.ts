import { createBlockRules } from "./blocks/create-block-rules.ts";
import { createChainMetrics } from "./chain.metrics.ts";
import type { Chain, ChainDeps, ChainOptions } from "./chain.types.ts";
import { createEngine } from "./engine/create-engine.ts";
import { createImporter } from "./engine/importer.ts";
import { createLedger } from "./engine/ledger.ts";
import { resumeSigning } from "./engine/resume-signing.ts";
import { createRead } from "./faces/create-read.ts";
import { createSubmit } from "./faces/create-submit.ts";
import { parseGenesis } from "./genesis.ts";
import { transactionKinds } from "./kinds/index.ts";
import type { DataOf, KindTable, RefusalOf } from "./kinds/transaction-kind.ts";
import { createSignState } from "./signing/sign-state.ts";
import { checkStore } from "./store/check-store.ts";
import { createChainStore } from "./store/create-chain-store.ts";
import { lastSignatures } from "./store/signature-reader.ts";
import { checkTransaction, MAX_TRANSACTION_LIFETIME } from "./transactions/check-transaction.ts";
import { createMempool } from "./transactions/mempool.ts";
import { createOutbox } from "./transactions/outbox.ts";
import type { GeneralRefusal } from "./transactions/refusals.ts";

/** Ten minutes: long enough for a leader that comes back, short enough that a lost one is soon signed anew. */
const TRANSACTION_LIFETIME = 600;

/**
 * Opens the chain of a node and starts taking part: loads what is stored, produces blocks at their times,
 * attests, and sends again what waits in the outbox.
 * @throws if the database belongs to another network, is damaged, or is older than the sign-state.
 */
export const startChain = (deps: ChainDeps, options: ChainOptions): Promise<Chain> =>
  startChainOf(transactionKinds, deps, options);

/** A chain of these transaction kinds; every node of a network takes the same ones. Throws as `startChain`. */
export async function startChainOf<Kinds extends KindTable>(
  kinds: Kinds,
  deps: ChainDeps,
  options: ChainOptions,
): Promise<Chain<DataOf<Kinds>, GeneralRefusal | RefusalOf<Kinds>>> {
  const { clock, keys, log, transport } = deps;
  const { publicKey } = keys;
  const genesis = parseGenesis(options.genesis);
  const rules = createBlockRules(kinds, genesis);
  const { networkId, format, apply, elect, attestersOf } = rules;
  const store = createChainStore(deps.db, kinds);
  checkStore(store, networkId);

  const missing = deps.signState.read() === undefined;
  const known = missing ? lastSignatures(deps.db.read, publicKey, networkId) : { block: undefined, attestation: undefined };
  const signState = createSignState(deps.signState, keys, networkId, known);

  const ledger = createLedger({ store, ...rules });
  resumeSigning({ store, ledger, signState, log, isSolo: transport === undefined });
  const mempool = createMempool((signed) => checkTransaction(signed, rules));
  const lifetime = Math.min(options.transactionLifetime ?? TRANSACTION_LIFETIME, MAX_TRANSACTION_LIFETIME);
  const stageOf = (id: string) => {
    const placed = store.blocks.placed(id);
    if (placed === undefined) return "waiting";
    return placed.height <= ledger.final.height ? "final" : "included";
  };
  const outbox = createOutbox(
    { store: store.outbox, keys, networkId, format, apply, log, stageOf },
    { lifetime },
    ledger.branchOf(ledger.head).state,
  );
  const importer = createImporter(ledger, rules, { rules, checkTransaction: mempool.check });
  const metrics = createChainMetrics(deps.metrics);
  const parts = { clock, store, ledger, importer, mempool, outbox, rules, signState, publicKey, transport, log, metrics };
  const engine = createEngine(parts);
  engine.start();
  log.info({ network: networkId, height: ledger.head.height, final: ledger.final.height }, "chain: started");

  const context = { db: deps.db.read, clock, genesis, networkId, publicKey, store, ledger, mempool, outbox, elect, attestersOf };
  return {
    genesis,
    networkId,
    submit: createSubmit({ context, format, engine, transport }),
    read: createRead(context, engine),
    network: { receiveBlock: engine.receiveBlock, receiveAttestation: engine.receiveVote },
    async [Symbol.asyncDispose]() {
      engine.stop();
    },
  };
}
