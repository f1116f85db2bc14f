export interface PaceOptions {
  /** Time from a picture to the next question while the screen was quiet, ms. */
  readonly quickMs: number;
  /** The same under steady change, on average, ms. */
  readonly steadyMs: number;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** When the display is asked for the next picture. */
export interface Pace {
  /** A changed picture was taken at `nowMs`: how long to wait before the display is asked again, ms. */
  afterPicture(nowMs: number): number;
}

/** So many pictures in a row are taken quickly before the change counts as steady: half a second of typing. */
const QUICK_PICTURES = 5;

/**
 * Short changes are caught, and steady ones are cheap: time without change buys quick pictures, one for each
 * `steadyMs`. Steady waits are from half of `steadyMs` to one and a half, by chance: what flickers at the same
 * rate cannot hide between the pictures.
 */
export function createPace({ quickMs, steadyMs, random }: PaceOptions): Pace {
  const fullMs = QUICK_PICTURES * steadyMs;
  let creditMs = fullMs;
  let lastMs: number | undefined;
  return {
    afterPicture(nowMs) {
      creditMs = Math.min(fullMs, creditMs + nowMs - (lastMs ?? nowMs)) - steadyMs;
      lastMs = nowMs;
      if (creditMs > 0) return Math.min(quickMs, steadyMs);
      creditMs = Math.max(creditMs, -steadyMs);
      return steadyMs * (0.5 + random());
    },
  };
}
