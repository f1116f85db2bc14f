import type { Clock } from "@lucid/foundation";

/** Simulated time: what is due happens in order, and of one moment in the order in which it was asked for. */
export interface EventQueue {
  readonly nowMs: number;
  after(delayMs: number, work: () => void): Disposable;
  /** Does everything that comes due in so many milliseconds. */
  run(ms: number): void;
}

interface Event {
  readonly atMs: number;
  readonly order: number;
  work: (() => void) | undefined;
}

const comesFirst = (left: Event, right: Event): boolean =>
  left.atMs < right.atMs || (left.atMs === right.atMs && left.order < right.order);

/** A binary heap. */
export function createEventQueue(): EventQueue {
  const heap: Event[] = [];
  let nowMs = 0;
  let orders = 0;

  const at = (index: number): Event | undefined => heap[index];

  function swap(left: number, right: number): void {
    const [one, other] = [at(left), at(right)];
    if (one === undefined || other === undefined) return;
    heap[left] = other;
    heap[right] = one;
  }

  function isBefore(left: number, right: number): boolean {
    const [one, other] = [at(left), at(right)];
    return one !== undefined && other !== undefined && comesFirst(one, other);
  }

  function push(event: Event): void {
    heap.push(event);
    for (let index = heap.length - 1; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (!isBefore(index, parent)) return;
      swap(index, parent);
      index = parent;
    }
  }

  function pop(): Event | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let index = 0; ; ) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2]) if (isBefore(child, least)) least = child;
      if (least === index) return first;
      swap(index, least);
      index = least;
    }
  }

  return {
    get nowMs() {
      return nowMs;
    },
    after(delayMs, work) {
      const event: Event = { atMs: nowMs + Math.max(0, delayMs), order: (orders += 1), work };
      push(event);
      return { [Symbol.dispose]: () => void (event.work = undefined) };
    },
    run(ms) {
      const end = nowMs + ms;
      while (heap[0] !== undefined && heap[0].atMs <= end) {
        const event = pop();
        nowMs = event?.atMs ?? end;
        event?.work?.();
      }
      nowMs = end;
    },
  };
}

/** The clock of one machine of a simulation: it may be wrong, drift, and jump. */
export interface MachineClock extends Clock {
  /** What the time of day is ahead of the true one. */
  offsetMs: number;
}

export function createMachineClock(queue: EventQueue, trueStartMs: number): MachineClock {
  const clock: MachineClock = {
    offsetMs: 0,
    now: () => trueStartMs + queue.nowMs + clock.offsetMs,
    elapsed: () => queue.nowMs,
    after: (delayMs, work) => queue.after(delayMs, work),
  };
  return clock;
}
