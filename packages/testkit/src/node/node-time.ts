import { setImmediate } from "node:timers/promises";
import { createTestClock, type TestClock } from "@lucid/foundation/testing";

/** Half a second: as long as a fragment of the film, so that every recording gets one at every step. */
export const STEP_MS = 500;

/** The time of a test's node: it stands still until the test lets it pass, and recordings go on with it. */
export interface NodeTime {
  readonly clock: TestClock;
  /** Lets so many seconds pass, in steps between which the node does its work. */
  pass(seconds: number): Promise<void>;
  /** One step, at once. */
  step(): void;
  /** Calls `work` after every step. */
  onStep(work: () => void): Disposable;
}

/** Two hours: what a test records is over by the time its browser looks at it. */
const BEFORE_NOW_MS = 7_200_000;

export function createNodeTime(startMs = Math.floor(Date.now() / 1_000) * 1_000 - BEFORE_NOW_MS): NodeTime {
  const clock = createTestClock(startMs);
  const followers = new Set<() => void>();

  function step(): void {
    clock.advance(STEP_MS);
    for (const work of followers) work();
  }

  return {
    clock,
    step,
    async pass(seconds) {
      for (let passed = 0; passed < seconds * 1_000; passed += STEP_MS) {
        step();
        await setImmediate();
      }
    },
    onStep(work) {
      // A function of its own for each call, so that the same work may be given twice.
      const follower = () => work();
      followers.add(follower);
      return { [Symbol.dispose]: () => void followers.delete(follower) };
    },
  };
}
