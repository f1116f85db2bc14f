import { indexesOf } from "../bundle/layout.ts";
import type { ChunkRange } from "../formats/bundle.ts";
import { gapCodeOf, plainGap } from "../formats/gap-code.ts";
import type { Manifest } from "../formats/manifest.ts";
import type { GapTotal, TimeAccount } from "./verdict.ts";

/** Silence that lost pictures explain, in milliseconds, all of a span together. */
const SLIGHT_SILENCE_MS = 2_000;
/** Rounding of a chunk's two times to whole milliseconds. */
const ROUNDING_MS = 1;
/** A chunk closes after ten seconds, or a key picture later. One that claims more than this claims pictures it may not hold. */
export const LONG_CHUNK_MS = 60_000;

export interface Accounted {
  readonly manifest: Pick<Manifest, "chunks" | "started_at_ms" | "ended_at_ms">;
  readonly included: readonly ChunkRange[];
  readonly redacted: readonly ChunkRange[];
}

type Stretch = { readonly fromMs: number; readonly toMs: number };

/**
 * What every millisecond between `fromMs` and `toMs` is, by the node's own statement: recorded, missing with a reason,
 * or silent. Needs a list of chunks that has been checked, in which nothing overlaps.
 */
export function accountTime({ manifest, included, redacted }: Accounted, { fromMs, toMs }: Stretch): TimeAccount {
  const here = new Set(indexesOf(included));
  const hidden = new Set(indexesOf(redacted));
  const totals = new Map<string, GapTotal>();
  const sum = { included: 0, redacted: 0, absent: 0, gap: 0, silence: 0 };
  const longest = { gap: 0, silence: 0, chunk: 0 };
  let chunkCount = 0;
  let gapCount = 0;
  let silenceCount = 0;

  const within = (from: number, to: number): number => Math.max(0, Math.min(to, toMs) - Math.max(from, fromMs));

  function silent(from: number, to: number): void {
    const ms = within(from, to);
    if (ms === 0) return;
    silenceCount += 1;
    sum.silence += ms;
    longest.silence = Math.max(longest.silence, ms);
  }

  let since = manifest.started_at_ms;
  for (const { index, gap_before: gap, started_at_ms, ended_at_ms } of manifest.chunks) {
    if (gap !== null) {
      silent(since, gap.from_ms);
      since = gap.to_ms;
      if (gap.from_ms <= toMs && gap.to_ms >= fromMs) {
        const ms = within(gap.from_ms, gap.to_ms);
        const code = gapCodeOf(plainGap(gap)) ?? null;
        const before = totals.get(`${gap.kind} ${code}`) ?? { kind: gap.kind, code, count: 0, ms: 0 };
        totals.set(`${gap.kind} ${code}`, { ...before, count: before.count + 1, ms: before.ms + ms });
        gapCount += 1;
        sum.gap += ms;
        longest.gap = Math.max(longest.gap, ms);
      }
    }
    silent(since, started_at_ms);
    since = ended_at_ms;
    if (started_at_ms > toMs || ended_at_ms < fromMs) continue;
    chunkCount += 1;
    longest.chunk = Math.max(longest.chunk, ended_at_ms - started_at_ms);
    sum[here.has(index) ? "included" : hidden.has(index) ? "redacted" : "absent"] += within(started_at_ms, ended_at_ms);
  }
  silent(since, manifest.ended_at_ms);

  const recordedMs = sum.included + sum.redacted + sum.absent;
  const isUninterrupted =
    gapCount === 0 &&
    chunkCount > 0 &&
    sum.silence <= SLIGHT_SILENCE_MS + chunkCount * ROUNDING_MS &&
    longest.chunk <= LONG_CHUNK_MS;
  return {
    fromMs,
    toMs,
    spanMs: toMs - fromMs,
    recordedMs,
    includedMs: sum.included,
    redactedMs: sum.redacted,
    absentMs: sum.absent,
    gapMs: sum.gap,
    gapCount,
    longestGapMs: longest.gap,
    gapTotals: [...totals.values()].toSorted((one, other) => other.ms - one.ms || other.count - one.count),
    silenceMs: sum.silence,
    silenceCount,
    longestSilenceMs: longest.silence,
    longestChunkMs: longest.chunk,
    isUninterrupted,
    isComplete: isUninterrupted && sum.included === recordedMs,
  };
}
