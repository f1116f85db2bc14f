import type { BlockRef } from "../formats/block.ts";

/**
 * Whether a statement that names `after` may follow one that names `before`: never an earlier block, nor another one of
 * the same height, nor none after some.
 */
export function goesOnFrom(before: BlockRef | null, after: BlockRef | null): boolean {
  if (before === null) return true;
  if (after === null) return false;
  return after.height === before.height ? after.hash === before.hash : after.height > before.height;
}

/** Height 0 is the genesis of the network. */
export const isOfNetwork = (after: BlockRef | null, network: string): boolean =>
  after === null || after.height > 0 || after.hash === network;
