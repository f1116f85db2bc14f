import type { Genesis } from "@lucid/proof";
import type { TreeBlock } from "../consensus/block-tree.ts";
import type { BlockRow } from "../store/block-store.ts";

/** What every branch begins with: the genesis document as a block of height 0. */
export function genesisBlockOf(genesis: Genesis, networkId: string): TreeBlock {
  const start = { slot: 0, position: -1, rank: 0, epoch: 0, timestamp: genesis.genesis_time, txCount: 0 };
  return { height: 0, hash: networkId, parent: "", ...start };
}

type TreeBlockSource = Pick<
  BlockRow,
  "hash" | "parent" | "height" | "slot" | "position" | "rank" | "epoch" | "timestamp" | "tx_count"
>;

export function treeBlockOf({ tx_count, ...row }: TreeBlockSource): TreeBlock {
  const { hash, parent, height, slot, position, rank, epoch, timestamp } = row;
  return { hash, parent, height, slot, position, rank, epoch, timestamp, txCount: tx_count };
}
