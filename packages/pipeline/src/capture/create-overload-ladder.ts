export type OverloadStep = 0 | 1 | 2;

export interface OverloadLadder {
  readonly step: OverloadStep;
  /** Counts what a fragment brought and what was missing; true when the next step should be taken now. */
  observe(frames: number, lostFrames: number): boolean;
  /** Begins to count anew: the encoder runs with the step's settings. */
  restart(): void;
}

/** Recipe: below 0.95 of real time the recorder falls behind. */
const MAX_LOST_SHARE = 0.05;
/** Two bad windows in a row: starting an application is no overload. */
const BAD_WINDOWS = 2;

/**
 * Decides when recording needs lighter settings: 0 normal, 1 ultrafast, 2 half the frame rate. It never steps up:
 * a machine that was too slow once would only move to and fro, with a gap each time.
 */
export function createOverloadLadder(options: { readonly framesPerWindow: number }): OverloadLadder {
  let step: OverloadStep = 0;
  let frames = 0;
  let lost = 0;
  let badWindows = 0;

  return {
    get step() {
      return step;
    },
    observe(newFrames, newLost) {
      frames += newFrames;
      lost += newLost;
      if (step === 2 || frames + lost < options.framesPerWindow) return false;
      badWindows = lost / (frames + lost) > MAX_LOST_SHARE ? badWindows + 1 : 0;
      frames = 0;
      lost = 0;
      if (badWindows < BAD_WINDOWS) return false;
      badWindows = 0;
      step = step === 0 ? 1 : 2;
      return true;
    },
    restart() {
      frames = 0;
      lost = 0;
      badWindows = 0;
    },
  };
}
