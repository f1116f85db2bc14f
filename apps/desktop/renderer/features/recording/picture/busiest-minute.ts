import type { Chunk } from "@lucid/contract";

const MINUTE_MS = 60_000;

interface Busy {
  readonly events: number;
  readonly bytes: number;
}

const busier = (one: Busy, other: Busy): boolean =>
  one.events === other.events ? one.bytes > other.bytes : one.events > other.events;

const busyOf = ({ events, plain_size_bytes: bytes }: Chunk): Busy => ({ events, bytes });

/**
 * The chunk to show of a recording: in the minute with the most events, the bytes of the picture deciding between equals,
 * the one with the most of them. Only chunks that can be shown by themselves. Undefined where there is none.
 */
export function busiestChunk(chunks: readonly Chunk[]): Chunk | undefined {
  let best: { readonly from: number; readonly to: number; readonly sum: Busy } | undefined;
  let sum: Busy = { events: 0, bytes: 0 };
  let to = 0;
  for (const [from, first] of chunks.entries()) {
    const endMs = Date.parse(first.started_at) + MINUTE_MS;
    for (let next = chunks[to]; next && Date.parse(next.started_at) < endMs; next = chunks[to]) {
      sum = { events: sum.events + next.events, bytes: sum.bytes + next.plain_size_bytes };
      to += 1;
    }
    const shows = chunks.slice(from, to).some(({ keyframe }) => keyframe);
    if (shows && (!best || busier(sum, best.sum))) best = { from, to, sum };
    sum = { events: sum.events - first.events, bytes: sum.bytes - first.plain_size_bytes };
  }
  return chunks
    .slice(best?.from ?? 0, best?.to ?? 0)
    .filter(({ keyframe }) => keyframe)
    .reduce<Chunk | undefined>((most, chunk) => (most && !busier(busyOf(chunk), busyOf(most)) ? most : chunk), undefined);
}
