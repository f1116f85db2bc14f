import type { Clock, ReadDb } from "@lucid/foundation";
import type { Genesis } from "@lucid/proof";
import type { AttestersOf } from "../consensus/attesters.ts";
import type { TreeBlock } from "../consensus/block-tree.ts";
import type { Ledger } from "../engine/ledger.ts";
import type { Elect } from "../schedule/election.ts";
import type { ChainStore } from "../store/create-chain-store.ts";
import type { Mempool } from "../transactions/mempool.ts";
import type { Outbox } from "../transactions/outbox.ts";

/** A block named by height and hash, with its time in seconds. Height 0 is the genesis. */
export interface ChainTip {
  readonly height: number;
  readonly hash: string;
  readonly time: number;
}

/** Where a transaction stands on the chain. `time` is the block's, in seconds. */
export interface ChainPlace {
  readonly transaction_id: string;
  readonly block_hash: string;
  readonly height: number;
  readonly time: number;
  readonly final: boolean;
  readonly confirmations: number;
}

export interface PlaceRow extends Pick<ChainPlace, "transaction_id" | "block_hash" | "height"> {
  readonly timestamp: number;
}

export interface Page {
  readonly page: number;
  readonly limit: number;
}

/** What the answers are made from. */
export interface ReadContext {
  readonly db: ReadDb;
  readonly clock: Clock;
  readonly genesis: Genesis;
  readonly networkId: string;
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

export const placeOf = (context: ReadContext, row: PlaceRow): ChainPlace => ({
  transaction_id: row.transaction_id,
  block_hash: row.block_hash,
  height: row.height,
  time: row.timestamp,
  final: isFinal(context, row.height),
  confirmations: confirmationsOf(context, row.height),
});
