import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import type { BlockRules } from "../blocks/block-rules.ts";
import type { ChainMetrics } from "../chain.metrics.ts";
import type { ChainTransport } from "../ports.types.ts";
import type { SignState } from "../signing/sign-state.ts";
import type { ChainStore } from "../store/create-chain-store.ts";
import type { Mempool } from "../transactions/mempool.ts";
import type { Outbox } from "../transactions/outbox.ts";
import type { Importer } from "./importer.ts";
import type { Ledger } from "./ledger.ts";

export interface EngineDeps {
  readonly clock: Clock;
  readonly store: ChainStore;
  readonly ledger: Ledger;
  readonly importer: Importer;
  readonly mempool: Mempool;
  readonly outbox: Outbox;
  readonly rules: BlockRules;
  readonly signState: SignState;
  readonly publicKey: string;
  readonly transport: ChainTransport | undefined;
  readonly log: Logger;
  readonly metrics: ChainMetrics;
}
