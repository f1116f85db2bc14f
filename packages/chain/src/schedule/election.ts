import type { Genesis } from "@lucid/proof";
import { electLeaders } from "./leaders.ts";

/** Public keys that may build in a slot: its leader first, then the fallbacks in order of rank. */
export type Elect = (slot: number) => readonly string[];

/**
 * The schedule of a network whose tally ranks nobody, which is so until task proofs exist: its bootstrap
 * producers in turn.
 */
export function bootstrapElection({ producers, parameters }: Genesis): Elect {
  const bootstrap = producers.map((producer) => producer.public_key);
  return (slot) => electLeaders({ slot, ranked: [], bootstrap, recentLeaders: [], parameters });
}
