import type { Chunk, SessionGap } from "@lucid/contract";

/** One chunk on the recording's time line. Seconds count from the recording's first frame, pauses included. */
export interface Span {
  readonly index: number;
  readonly take: number;
  readonly start: number;
  readonly end: number;
  /** Whether its first frame can be decoded without the chunk before. */
  readonly keyframe: boolean;
  /** Number of events in the chunk, known before it is opened. */
  readonly events: number;
  /** Whether it is still being recorded, or not sealed yet: then nothing of it is in the list of chunks. */
  readonly isOpen?: boolean;
}

/** Time in which nothing was recorded. */
export interface Hole {
  readonly start: number;
  readonly end: number;
  /** `silent`: the list of chunks gives no reason. */
  readonly kind: SessionGap["kind"] | "silent";
  readonly reason: string;
  /** Whether it still goes on, or has just ended: no sealed chunk commits to it yet. */
  readonly isOpen: boolean;
}

/** A recording as a time line: continuous wall-clock time with chunks and holes on it. */
export interface Recording {
  /** Unix ms of second 0. */
  readonly startMs: number;
  /** Length in seconds. */
  readonly length: number;
  readonly spans: readonly Span[];
  readonly holes: readonly Hole[];
}

/** Missing time that is worth showing: a few lost frames are not (the verifier draws the same line). */
const SILENCE_S = 2;

/** Closer than this is where one is already. */
const NEAR_GAP_S = 0.5;

export const emptyRecording: Recording = { startMs: 0, length: 0, spans: [], holes: [] };

/** Lays chunks, given by ascending index, on one time line. `gaps` adds one that is still open. */
export function layOut(chunks: readonly Chunk[], gaps: readonly SessionGap[] = [], nowMs?: number): Recording {
  const first = chunks[0];
  if (!first) return emptyRecording;
  const startMs = Date.parse(first.started_at);
  const at = (iso: string): number => (Date.parse(iso) - startMs) / 1_000;
  const spans: Span[] = [];
  const holes: Hole[] = [];
  for (const chunk of chunks) {
    const span = {
      index: chunk.index,
      take: chunk.take,
      start: at(chunk.started_at),
      end: at(chunk.ended_at),
      keyframe: chunk.keyframe,
      events: chunk.events,
    };
    const before = spans.at(-1);
    if (before && chunk.gap_before) {
      holes.push({
        start: before.end,
        end: span.start,
        kind: chunk.gap_before.kind,
        reason: chunk.gap_before.reason,
        isOpen: false,
      });
    } else if (before && span.start - before.end > SILENCE_S) {
      holes.push({ start: before.end, end: span.start, kind: "silent", reason: "", isOpen: false });
    }
    spans.push(span);
  }
  const end = spans.at(-1)?.end ?? 0;
  const open = nowMs === undefined ? undefined : gaps.find((gap) => gap.to === null);
  if (!open || nowMs === undefined) return { startMs, length: end, spans, holes };
  const openEnd = Math.max(end, (nowMs - startMs) / 1_000);
  holes.push({ start: Math.max(end, at(open.from)), end: openEnd, kind: open.kind, reason: open.reason, isOpen: true });
  return { startMs, length: openEnd, spans, holes };
}

/** Place in `spans` of the chunk that holds `time`, or of the next one after it; -1 behind the last. */
export function spanAt(spans: readonly Span[], time: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle] as Span).end > time) high = middle;
    else low = middle + 1;
  }
  return low < spans.length ? low : -1;
}

/** Place of the chunk where decoding must start so that the chunk at `place` can be shown. */
export function decodeStart(spans: readonly Span[], place: number): number {
  let at = place;
  while (at > 0 && !spans[at]?.keyframe && spans[at - 1]?.take === spans[at]?.take) at -= 1;
  return at;
}

/** The next moment at or after `time` that has a picture: `time` itself, or the start of the next chunk not in `bad`. */
export function nextPicture({ spans }: Recording, time: number, bad: ReadonlySet<number>): number | undefined {
  const place = spanAt(spans, time);
  if (place < 0) return undefined;
  const next = spans.slice(place).find((span) => !bad.has(span.index));
  return next && Math.max(next.start, time);
}

/** Start of the next hole before (-1) or after (1) `time`; undefined where there is none. */
export function gapFrom({ holes }: Recording, time: number, step: -1 | 1): number | undefined {
  if (step === 1) return holes.find((hole) => hole.start > time + NEAR_GAP_S)?.start;
  return holes.findLast((hole) => hole.start < time - NEAR_GAP_S)?.start;
}

export const holeAt = ({ holes }: Recording, time: number): Hole | undefined =>
  holes.find((hole) => hole.start <= time && time < hole.end);
