import { isSupermajority } from "../chain/finality.ts";
import type { Network } from "../chain/network.ts";
import type { NetworkFacts } from "./verdict.ts";

/** What a reader should know of a network; `trusted` are the hashes the reader listed, if any. */
export const networkFacts = (network: Network, trusted: readonly string[] | undefined): NetworkFacts => ({
  hash: network.hash,
  name: network.genesis.network,
  genesisTime: network.genesis.genesis_time,
  producers: network.genesis.producers.length,
  decidingKeys: decidingKeys(network),
  trusted: trusted === undefined ? null : true,
});

/** Fewest keys that together hold more than two thirds of the weight: whoever has them makes any block final, at any time. */
function decidingKeys({ weights, totalWeight }: Network): number {
  const heaviest = [...weights.values()].toSorted((one, other) => (one > other ? -1 : one < other ? 1 : 0));
  let held = 0n;
  return 1 + heaviest.findIndex((weight) => isSupermajority((held += weight), totalWeight));
}
