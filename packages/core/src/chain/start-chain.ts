import type { Chain, ChainDeps, ChainOptions } from "./chain.types.ts";

/**
 * Opens the chain of a node and starts taking part: loads what is stored, produces blocks at their times,
 * attests, and sends again what waits in the outbox.
 * @throws if the database belongs to another network, is damaged, or is older than the sign-state.
 */
export function startChain(_deps: ChainDeps, _options: ChainOptions): Promise<Chain> {
  return Promise.reject(new Error("The chain is not built yet"));
}
