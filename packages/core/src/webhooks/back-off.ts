import type { Randomness } from "@lucid/foundation";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses after each attempt: those that Standard Webhooks recommends, 75 hours in all. */
const PAUSES_MS = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR] as const;
/** Up to this share longer, so that receivers that come back are not met by everything at once. */
const JITTER = 0.2;

/** How long to wait after so many attempts in a row; undefined when it is given up. */
export function pauseAfter(attempts: number, randomness: Pick<Randomness, "bytes">): number | undefined {
  const pause = PAUSES_MS[attempts - 1];
  if (pause === undefined) return undefined;
  const [chance = 0] = randomness.bytes(1);
  return Math.round(pause * (1 + (JITTER * chance) / 255));
}
