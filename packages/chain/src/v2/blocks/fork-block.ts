import type { v2 } from "@lucid/proof";
import type { ForkBlock } from "../consensus/fork-node.ts";
import type { Lists } from "../state/lists.ts";
import type { PreparedBlock } from "./prepare-block.ts";

/** The genesis as the first block of a tree. */
export const genesisBlock = ({ genesis, hash, voters }: Pick<v2.Network, "genesis" | "hash" | "voters">): ForkBlock => ({
  ...{
    height: 0,
    hash,
    parent: "",
    slot: 0,
    position: -1,
    rank: 0,
    epoch: 0,
    timestamp: genesis.genesis_time,
    txCount: 0,
    voters,
  },
});

/** What fork choice knows of a block, which needs these lists. */
export const forkBlockOf = ({ hash, block: { header } }: PreparedBlock, { voters }: Lists): ForkBlock => {
  const { height, previous_hash: parent, slot, position, rank, epoch, timestamp, tx_count: txCount } = header;
  return { hash, height, parent, slot, position, rank, epoch, timestamp, txCount, voters };
};
