import type { Clock } from "@lucid/foundation";
import type { DesktopEvent } from "./desktop.ts";

const WINDOW_MS = 1_000;

/** Holds what programs cause to so many events a second, so that they cannot push a person's input out of a chunk of the record. */
export interface EventPace {
  /** Whether one more may be told now. One that may not is counted, and the count is told. */
  admit(): boolean;
  /** The same, and nothing is counted: it is told later. */
  hasRoom(): boolean;
}

export function createEventPace(
  { clock, emit }: { readonly clock: Clock; readonly emit: (event: DesktopEvent) => void },
  perSecond: number,
): EventPace {
  let windowStart = clock.elapsed();
  let count = 0;
  let dropped = 0;

  function tellDropped(): void {
    emit({ type: "program-events-dropped", atMs: clock.now(), count: dropped });
    dropped = 0;
  }

  function startWindow(): void {
    const now = clock.elapsed();
    if (now - windowStart < WINDOW_MS) return;
    windowStart = now;
    count = 0;
  }

  return {
    hasRoom() {
      startWindow();
      return count < perSecond;
    },
    admit() {
      startWindow();
      count += 1;
      if (count <= perSecond) return true;
      if (++dropped === 1) clock.after(WINDOW_MS, tellDropped);
      return false;
    },
  };
}
