import type { StateReader } from "../state/state.ts";

/** Of the producers, so many parts in a hundred must have built on a block: SOLIDIFIED_THRESHOLD of java-tron. */
const THRESHOLD = 70;

/** The newest block that more than two thirds of the producers built on (updateSolidifiedBlock of java-tron). */
export function solidNumber(state: StateReader): number {
  const newest = (state.get("list", "producers") ?? []).map((address) => state.get("witness", address)?.latestBlock ?? 0);
  newest.sort((a, b) => a - b);
  return newest[Math.trunc(newest.length * (1 - THRESHOLD / 100))] ?? 0;
}
