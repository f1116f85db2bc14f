import type { Clock } from "@lucid/foundation";

export interface SessionLimitsOptions {
  readonly durationMs: number;
  readonly idleMs: number;
  /** Unix time after which the owner's grant covers nothing. */
  readonly grantEndsAtMs: number;
  /** The record's own time, Unix ms, which the grant has to cover: it stays ahead of a clock that was set back. */
  readonly recordNow: () => number;
}

/** What came to its end. */
export type ReachedLimit = "duration" | "idle" | "grant";

export interface SessionLimits extends Disposable {
  /** Whether somebody is connected. A session without anybody is idle. */
  setOccupied(occupied: boolean): void;
}

/** A record that reaches beyond its grant verifies nowhere, so it ends this much earlier: time to stop the recorder. */
export const GRANT_MARGIN_MS = 5_000;
/** Timers count elapsed time. Only the grant's end is a time of day, and the clock may be set at any moment. */
const GRANT_CHECK_MS = 1_000;

/** Calls `onReached` when a session has lasted, idled or been allowed long enough. */
export function createSessionLimits(
  clock: Clock,
  options: SessionLimitsOptions,
  onReached: (limit: ReachedLimit) => void,
): SessionLimits {
  const timers = new DisposableStack();
  let idle: Disposable | undefined = clock.after(options.idleMs, () => reached("idle"));
  let grant = clock.after(GRANT_CHECK_MS, checkGrant);
  timers.use(clock.after(options.durationMs, () => reached("duration")));
  timers.defer(() => idle?.[Symbol.dispose]());
  timers.defer(() => grant[Symbol.dispose]());

  function reached(limit: ReachedLimit): void {
    timers.dispose();
    onReached(limit);
  }

  function checkGrant(): void {
    if (options.recordNow() >= options.grantEndsAtMs - GRANT_MARGIN_MS) return reached("grant");
    grant = clock.after(GRANT_CHECK_MS, checkGrant);
  }

  return {
    setOccupied(occupied) {
      if (timers.disposed || occupied === (idle === undefined)) return;
      idle?.[Symbol.dispose]();
      idle = occupied ? undefined : clock.after(options.idleMs, () => reached("idle"));
    },
    [Symbol.dispose]: () => timers.dispose(),
  };
}
