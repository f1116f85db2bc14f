import type { Clock } from "@lucid/foundation";
import type { Genesis } from "@lucid/proof";
import type { ChainPlace, ChainTip } from "../chain.types.ts";
import type { AttestersOf } from "../consensus/attesters.ts";
import type { TreeBlock } from "../consensus/block-tree.ts";
import type { Ledger } from "../engine/ledger.ts";
import type { Elect } from "../schedule/election.ts";
import type { PlacedTransaction } from "../store/block-store.ts";
import type { ChainStore } from "../store/create-chain-store.ts";
import type { Mempool } from "../transactions/mempool.ts";
import type { Outbox } from "../transactions/outbox.ts";

/** What the answers are made from. */
export interface ReadContext {
  readonly clock: Clock;
  readonly genesis: Genesis;
  readonly network: string;
  readonly publicKey: string;
  readonly store: ChainStore;
  readonly ledger: Ledger;
  readonly mempool: Mempool;
  readonly outbox: Outbox;
  readonly elect: Elect;
  readonly attestersOf: AttestersOf;
}

export const isoTime = (unixSeconds: number): string => new Date(unixSeconds * 1000).toISOString();

/** A block counts as its own first confirmation. */
export const confirmationsOf = ({ ledger }: ReadContext, height: number): number => ledger.head.height - height + 1;

export const isFinal = ({ ledger }: ReadContext, height: number): boolean => height <= ledger.final.height;

export const tipOf = ({ height, hash, timestamp }: TreeBlock): ChainTip => ({ height, hash, time: timestamp });

export const placeOf = (context: ReadContext, placed: PlacedTransaction): ChainPlace => ({
  transaction_id: placed.id,
  block_hash: placed.block_hash,
  height: placed.height,
  time: placed.timestamp,
  final: isFinal(context, placed.height),
  confirmations: confirmationsOf(context, placed.height),
});
