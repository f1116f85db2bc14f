import type { Hole, Recording, Span } from "../recording.ts";
import type { TailChunk } from "./tail-chunks.ts";

/** The recording with what came of it live: chunks that follow on its last sealed one, without a hole in their numbers. */
export function withTail(recording: Recording, chunks: readonly TailChunk[]): Recording {
  const known = recording.spans.at(-1);
  const first = (known?.index ?? -1) + 1;
  const fresh = chunks.filter(({ index, parts }) => index >= first && parts.length > 0);
  const next = fresh.filter(({ index }, place) => index === first + place);
  const [opening] = next;
  if (!opening) return recording;
  const startMs = known ? recording.startMs : opening.startMs;
  const at = (ms: number): number => (ms - startMs) / 1_000;
  const spans: Span[] = [...recording.spans];
  // A break that the node still told of as going on ended when the next picture came.
  const holes: Hole[] = recording.holes.filter(({ isOpen }) => !isOpen);
  for (const { index, take, keyframe, startMs, endMs, gapBefore, events } of next) {
    const before = spans.at(-1);
    if (before && gapBefore) holes.push({ start: before.end, end: at(startMs), ...gapBefore, isOpen: true });
    spans.push({ index, take, keyframe, start: at(startMs), end: at(endMs), events: events.length, isOpen: true });
  }
  return { startMs, length: Math.max(spans.at(-1)?.end ?? 0, known?.end ?? 0), spans, holes };
}
