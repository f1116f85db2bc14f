import { monitorEventLoopDelay } from "node:perf_hooks";
import { Gauge, type Registry } from "prom-client";
import type { Clock } from "../clock.ts";

export interface EventLoopGauge extends Disposable {
  /** Longest delay of the event loop, leaving out the worst hundredth, in this window and the one before it. */
  p99Seconds(): number;
}

/** How often the timer looks, in ms. Finer would cost CPU in an idle node, coarser would hide delays under 20 ms. */
const RESOLUTION_MS = 10;
/** A figure covers between one and two windows, so that neither a scrape nor a second reader can lose a stall. */
const WINDOW_MS = 15_000;

/** Measures how late the event loop runs its timers and shows it as `lucid_event_loop_delay_p99_seconds`. */
export function startEventLoopGauge(deps: { readonly registry: Registry; readonly clock: Clock }): EventLoopGauge {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let previous = 0;
  // The histogram holds the time between two looks, of which the resolution itself is no delay.
  const current = (): number => (histogram.count === 0 ? 0 : Math.max(0, histogram.percentile(99) / 1e9 - RESOLUTION_MS / 1e3));
  const p99Seconds = (): number => Math.max(previous, current());

  let timer: Disposable;
  const turn = (): void => {
    previous = current();
    histogram.reset();
    timer = deps.clock.after(WINDOW_MS, turn);
  };
  timer = deps.clock.after(WINDOW_MS, turn);

  new Gauge({
    name: "lucid_event_loop_delay_p99_seconds",
    help: "99th percentile of the event loop's delay over the last 15 to 30 seconds",
    registers: [deps.registry],
    collect() {
      this.set(p99Seconds());
    },
  });

  return {
    p99Seconds,
    [Symbol.dispose]() {
      timer[Symbol.dispose]();
      histogram.disable();
    },
  };
}
