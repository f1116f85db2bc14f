import type { Clock } from "@lucid/foundation";

/** Parts of a deadline: how exactly it is kept. */
const TICKS = 20;

/** When a peer has had its time. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * A deadline that counts the time in which this process ran: while it was kept from running it did not read what the peer had said
 * long ago, and would have blamed the peer for that. A wait of the machine, however long, counts as one tick.
 */
export function createDeadline({ after }: Pick<Clock, "after">, ms: number): Deadline {
  const ended = new AbortController();
  let left = TICKS;
  let timer = after(ms / TICKS, tick);
  function tick(): void {
    left -= 1;
    if (left > 0) timer = after(ms / TICKS, tick);
    else ended.abort(new Error("the time is over"));
  }
  return { signal: ended.signal, [Symbol.dispose]: () => timer[Symbol.dispose]() };
}
