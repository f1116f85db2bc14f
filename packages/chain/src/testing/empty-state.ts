import type { ChainState } from "../state/chain-state.ts";
import { emptyFrontier } from "../state/frontier.ts";

/** The state after genesis. */
export const emptyState: ChainState = { anchors: emptyFrontier, nextSequence: () => 0, get: () => undefined };
