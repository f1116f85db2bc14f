import type { Genesis } from "@lucid/proof";
import { electInTurn } from "./leaders.ts";

/** Public keys that may build in a slot: its leader first, then the fallbacks in order of rank. */
export type Elect = (slot: number) => readonly string[];

/**
 * The schedule while fewer than three entities are eligible by their credits, which is always so before
 * task proofs exist: the bootstrap producers in turn. `electByRank` takes over from the tally.
 */
export function bootstrapElection({ producers, parameters }: Genesis): Elect {
  const ranked = producers.map((producer) => producer.public_key);
  return (slot) => electInTurn({ slot, ranked, recentLeaders: [], parameters });
}
