import type { ChainFacts } from "./verdict.ts";

/**
 * Seconds by which a recording may claim to end, or be signed, after the block that commits to it: the node's clock and
 * the block producer's are two, and blocks carry whole seconds.
 */
const CLOCK_TOLERANCE_S = 60;

/** Whether what a block holds claims to be from after that block. */
export const endsTooLate = (endedAtMs: number, chain: Pick<ChainFacts, "blockTime">): boolean =>
  endedAtMs > (chain.blockTime + CLOCK_TOLERANCE_S) * 1000;
