import type { CodedGap } from "@lucid/proof";
import { type Interruption, joined, recorderEnded, stalled } from "../recorder/gap-reasons.ts";

/** The machine's clock was set during a take. */
export interface Retiming {
  /** Unix time of the take's decode time 0, from then on. */
  readonly epochMs: number;
  /** When that was seen, ms since the recorder's start: pictures from before count as before. */
  readonly monotonicMs: number;
  readonly after: Interruption;
}

/** Where one take ends and the next begins, and why: gathered until the first chunk of the next tells it as its gap. */
export interface TakeBreaks {
  /** The recorder runs anew, after this. What was to come out with a next picture of the run before counts as well. */
  onRun(after: Interruption | null): void;
  /** Says why the next picture that stands for too long does so. */
  explainStall(why: Interruption): void;
  /** The last picture so far stands for too long, or does not. */
  setStalled(isStalled: boolean): void;
  readonly isStalled: boolean;
  /** Breaks the take off after a picture that stood for too long. */
  breakStalled(): void;
  retime(retiming: Retiming): void;
  /** Breaks the take off where the clock was set up to `monotonicMs`; returns the time from which it counts now. */
  breakRetimed(monotonicMs: number): number | undefined;
  /** Number of the take so far; -1 before the first picture. */
  readonly take: number;
  /** A chunk begins. Returns the gap before it: exactly the chunks that begin a take have one, but for a session's first. */
  onChunk(endedAtMs: number | undefined, startMs: number): CodedGap | null;
}

export function createTakeBreaks(): TakeBreaks {
  /** Why the recorder runs anew; it happened before what came out about the run before, and is told first. */
  let ofRun: Interruption | null = null;
  let reasons: Interruption[] = [];
  let stalls: Interruption[] = [];
  let retimings: Retiming[] = [];
  let isStalled = false;
  let isNewTake = true;
  let take = -1;

  const nextStall = (): Interruption => stalls.shift() ?? stalled("recorder");

  function breakOff(...why: readonly Interruption[]): void {
    reasons.push(...why);
    isNewTake = true;
  }

  return {
    onRun(after) {
      if (isStalled) breakOff(nextStall());
      breakOff(...stalls, ...retimings.map((retiming) => retiming.after));
      stalls = [];
      retimings = [];
      isStalled = false;
      ofRun = after;
    },
    explainStall: (why) => void stalls.push(why),
    setStalled(stands) {
      isStalled = stands;
    },
    get isStalled() {
      return isStalled;
    },
    breakStalled: () => breakOff(nextStall()),
    retime: (retiming) => void retimings.push(retiming),
    breakRetimed(monotonicMs) {
      const due = retimings.filter((retiming) => retiming.monotonicMs <= monotonicMs);
      if (due.length === 0) return undefined;
      retimings = retimings.filter((retiming) => !due.includes(retiming));
      breakOff(...due.map(({ after }) => after));
      return due.at(-1)?.epochMs;
    },
    get take() {
      return take;
    },
    onChunk(endedAtMs, startMs) {
      const [first = recorderEnded, ...further] = ofRun ? [ofRun, ...reasons] : reasons;
      const hasGap = isNewTake && endedAtMs !== undefined;
      if (isNewTake) take += 1;
      isNewTake = false;
      reasons = [];
      ofRun = null;
      return hasGap ? { ...joined([first, ...further]), from_ms: endedAtMs, to_ms: startMs } : null;
    },
  };
}
