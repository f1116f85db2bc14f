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
  /**
   * A changed picture was taken at `nowMs`: how long to wait before the display is asked again, ms. `share` of the screen
   * changed, from 0 to 1.
   */
  afterPicture(nowMs: number, share: number): number;
  /** Whether the change is steady by now. */
  readonly isSteady: boolean;
}

/** So many pictures in a row are taken quickly before the change counts as steady: half a second of typing. */
const QUICK_PICTURES = 5;

/** So much more is waited after the whole screen changed, which costs the display more than to be polled. */
const LARGE = 1;

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
    get isSteady() {
      return creditMs <= 0;
    },
    afterPicture(nowMs, share) {
      const priceMs = steadyMs * (1 + LARGE * share);
      creditMs = Math.min(fullMs, creditMs + nowMs - (lastMs ?? nowMs)) - priceMs;
      lastMs = nowMs;
      if (creditMs > 0) return Math.min(quickMs, steadyMs);
      creditMs = Math.max(creditMs, -priceMs);
      return priceMs * (0.5 + random());
    },
  };
}
