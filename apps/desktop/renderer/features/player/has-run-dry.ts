/** Browsers stop this long before the last frame of what they have, and earlier the faster they play. */
const STOP_S = { always: 0.4, perRate: 0.15 } as const;
/** One that has stood still for so long, so close to the end of what it has, does not go on by itself. */
const STILL = { ms: 1_000, seconds: 2 } as const;

/** Whether a browser that has no future frame, and `leftS` seconds until the end of its video, has played all that it will. */
export function hasRunDry(leftS: number, { rate, stillMs }: { readonly rate: number; readonly stillMs: number }): boolean {
  return leftS < (stillMs >= STILL.ms ? STILL.seconds : STOP_S.always + STOP_S.perRate * rate);
}
