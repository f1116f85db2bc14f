import type { BlockRules } from "./blocks/block-rules.ts";
import { createChainMetrics } from "./chain.metrics.ts";
import type { Chain, ChainDeps, ChainOptions } from "./chain.types.ts";
import { bootstrapAttesters } from "./consensus/attesters.ts";
import { createChain } from "./create-chain.ts";
import { createEngine } from "./engine/create-engine.ts";
import { createImporter } from "./engine/importer.ts";
import { createLedger } from "./engine/ledger.ts";
import { resumeSigning } from "./engine/resume-signing.ts";
import { genesisHash, parseGenesis } from "./genesis.ts";
import { bootstrapElection } from "./schedule/election.ts";
import { createSignState } from "./signing/sign-state.ts";
import { createSignatureChecker } from "./signing/signature-checker.ts";
import { checkStore } from "./store/check-store.ts";
import { createChainStore } from "./store/create-chain-store.ts";
import { lastSignatures } from "./store/signature-reader.ts";
import { checkTransaction, MAX_TRANSACTION_LIFETIME } from "./transactions/check-transaction.ts";
import { createMempool } from "./transactions/mempool.ts";
import { createOutbox } from "./transactions/outbox.ts";

/** Ten minutes: long enough for a leader that comes back, short enough that a lost one is soon signed anew. */
const TRANSACTION_LIFETIME = 600;

/**
 * Opens the chain of a node and starts taking part: loads what is stored, produces blocks at their times,
 * attests, and sends again what waits in the outbox.
 * @throws if the database belongs to another network, is damaged, or is older than the sign-state.
 */
export async function startChain(deps: ChainDeps, options: ChainOptions): Promise<Chain> {
  const { clock, keys, log, network: net } = deps;
  const genesis = parseGenesis(options.genesis);
  const network = genesisHash(genesis);
  const store = createChainStore(deps.db);
  checkStore(store, network);

  const attestersOf = bootstrapAttesters(genesis);
  const elect = bootstrapElection(genesis);
  const checkSignature = createSignatureChecker();
  const rules: BlockRules = { genesis, network, elect, attestersOf, checkSignature };
  const missing = deps.signState.read() === undefined;
  const known = missing ? lastSignatures(deps.db.read, keys.publicKey, network) : { block: undefined, attestation: undefined };
  const signState = createSignState(deps.signState, keys, network, known);

  const ledger = createLedger({ store, genesis, network, attestersOf });
  resumeSigning({ store, ledger, signState, log, isSolo: net === undefined });
  const mempool = createMempool((signed) => checkTransaction(signed, network, checkSignature));
  const lifetime = Math.min(options.transactionLifetime ?? TRANSACTION_LIFETIME, MAX_TRANSACTION_LIFETIME);
  const stageOf = (id: string) => {
    const placed = store.blocks.placed(id);
    if (placed === undefined) return "waiting";
    return placed.height <= ledger.final.height ? "final" : "included";
  };
  const outbox = createOutbox(
    { store: store.outbox, keys, network, log, stageOf },
    { lifetime, checkpointBlocks: genesis.parameters.checkpoint_blocks },
    ledger.branchOf(ledger.head).state,
  );
  const importer = createImporter(ledger, rules, { rules, checkTransaction: mempool.check });
  const metrics = createChainMetrics(deps.metrics);
  const { publicKey } = keys;
  const engine = createEngine({
    ...{ clock, store, ledger, importer, mempool, outbox, rules, signState, publicKey, log, metrics },
    network: net,
  });
  engine.start();
  log.info({ network, height: ledger.head.height, final: ledger.final.height }, "chain: started");
  const context = { clock, genesis, network, publicKey, store, ledger, mempool, outbox, elect, attestersOf };
  return createChain({ context, engine, net });
}
