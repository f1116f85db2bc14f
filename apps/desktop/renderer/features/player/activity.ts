import { type Recording, type Span, spanAt } from "./recording.ts";

/** Width of the slots in which events of an opened chunk are counted, in seconds. */
export const SLOT_S = 0.5;

/** Events per slot of opened chunks, by chunk index. */
export type Activity = ReadonlyMap<number, Uint16Array>;

/** Idle time below this is not worth a jump. */
const IDLE_S = 3;
/** What remains visible after the last and before the next action. */
const TAIL_S = 1;
const LEAD_S = 0.5;

/** Counts events in slots of `SLOT_S` from `startMs`; events outside of the chunk count in its first or last slot. */
export function countEvents(timesMs: Iterable<number>, startMs: number, endMs: number): Uint16Array {
  const slots = new Uint16Array(Math.max(1, Math.ceil((endMs - startMs) / 1_000 / SLOT_S)));
  for (const time of timesMs) {
    const slot = Math.min(slots.length - 1, Math.max(0, Math.floor((time - startMs) / 1_000 / SLOT_S)));
    slots[slot] = Math.min(65_535, (slots[slot] ?? 0) + 1);
  }
  return slots;
}

/** Spreads the events of the opened chunks over `count` bars of equal time: heights from 0 to 1. Nothing is known of the others. */
export function barsOf(recording: Recording, activity: Activity, count: number): Float64Array {
  const bars = new Float64Array(count);
  const width = recording.length / count;
  if (width <= 0) return bars;
  const add = (start: number, end: number, events: number): void => {
    const first = Math.max(0, Math.floor(start / width));
    const last = Math.min(count - 1, Math.ceil(end / width) - 1);
    for (let bar = first; bar <= last; bar += 1) {
      const share = Math.min(end, (bar + 1) * width) - Math.max(start, bar * width);
      bars[bar] = (bars[bar] ?? 0) + (events * share) / (end - start);
    }
  };
  for (const span of recording.spans) {
    activity
      .get(span.index)
      ?.forEach((events, slot) => events > 0 && add(span.start + slot * SLOT_S, span.start + (slot + 1) * SLOT_S, events));
  }
  const most = bars.reduce((high, value) => Math.max(high, value), 0);
  // The square root keeps a quiet minute visible beside one in which somebody typed a page.
  return most === 0 ? bars : bars.map((value) => Math.sqrt(value / most));
}

interface Run {
  readonly start: number;
  readonly end: number;
}

/** The runs of time in a chunk that have events; the whole chunk while nothing finer is known. */
function activeRuns(span: Span, slots: Uint16Array | undefined): Run[] {
  if (span.events === 0) return [];
  if (!slots) return [{ start: span.start, end: span.end }];
  const runs: Run[] = [];
  slots.forEach((events, slot) => {
    if (events > 0) runs.push({ start: span.start + slot * SLOT_S, end: span.start + (slot + 1) * SLOT_S });
  });
  return runs;
}

/**
 * Where to go on when nothing happens at `time` for more than three seconds; undefined when something does.
 * Behind the last action of the recording that is its end.
 */
export function skipIdle(recording: Recording, activity: Activity, time: number): number | undefined {
  const { spans, length } = recording;
  const here = spanAt(spans, time);
  if (here < 0) return undefined;
  let last = Number.NEGATIVE_INFINITY;
  for (let place = here; place >= Math.max(0, here - 1); place -= 1) {
    const span = spans[place];
    if (!span) continue;
    for (const run of activeRuns(span, activity.get(span.index))) if (run.start <= time) last = Math.max(last, run.end);
  }
  if (time < last + TAIL_S) return undefined;
  for (const span of spans.slice(here)) {
    const next = activeRuns(span, activity.get(span.index)).find((run) => run.end > time);
    if (!next) continue;
    const target = next.start - LEAD_S;
    return next.start - last > IDLE_S && target > time + SLOT_S ? target : undefined;
  }
  return length - time > IDLE_S ? length : undefined;
}
