import type { v2 } from "@lucid/proof";
import { itemCount, type PreparedTransaction } from "./prepare-block.ts";

/** Room kept for header, signature and the names of a block's fields. */
const ENVELOPE_BYTES = 2_048;
/** Bytes of a vote in a group, and of a group around its votes: index, signature, two block references. */
const VOTE_BYTES = 136;
const GROUP_BYTES = 320;
/** Items of which no member is kept, however many members there are. */
const LEAST_SHARE = 8;

type Limits = Pick<v2.Parameters, "max_block_bytes" | "max_transactions" | "max_items">;

/** What is left of a block for transactions, beside its votes. */
export interface BlockRoom {
  fits(transaction: PreparedTransaction): boolean;
  /** Gives a transaction that fits its place. */
  take(transaction: PreparedTransaction): void;
}

export function createBlockRoom(limits: Limits, attestations: readonly v2.VoteGroup[]): BlockRoom {
  const votes = attestations.reduce((sum, group) => sum + group.votes.length, 0);
  let bytes = limits.max_block_bytes - ENVELOPE_BYTES - GROUP_BYTES * attestations.length - VOTE_BYTES * votes;
  let places = limits.max_transactions;
  let items = limits.max_items;
  return {
    fits: ({ size, sent }) => places > 0 && size < bytes && itemCount(sent) <= items,
    take({ size, sent }) {
      places -= 1;
      bytes -= size + 1;
      items -= itemCount(sent);
    },
  };
}

/** Items of a block that a member has for itself when others wait (consensus 6.6). */
export const shareOf = ({ max_items }: Limits, members: number): number =>
  Math.max(LEAST_SHARE, Math.floor((2 * max_items) / members));
