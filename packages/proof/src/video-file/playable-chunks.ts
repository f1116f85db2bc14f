import { indexesOf } from "../bundle/layout.ts";
import type { ChunkRange } from "../formats/bundle.ts";
import type { Manifest } from "../formats/manifest.ts";

export interface VideoWish {
  /** Only chunks that touch the time from here to there, Unix milliseconds. */
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Chunks that are left out on purpose. */
  readonly redacted?: readonly ChunkRange[];
}

/** Indexes of the chunks for a video: those that are wanted, without any whose pictures build on a chunk that is left out. */
export function playableChunks({ chunks }: Pick<Manifest, "chunks">, wish: VideoWish = {}): ReadonlySet<number> {
  const { fromMs = 0, toMs = Number.MAX_SAFE_INTEGER } = wish;
  const redacted = new Set(indexesOf(wish.redacted ?? []));
  const wanted = new Set<number>();
  for (const { index, started_at_ms, ended_at_ms, keyframe } of chunks) {
    if (ended_at_ms < fromMs || started_at_ms > toMs || redacted.has(index)) continue;
    if (keyframe || wanted.has(index - 1)) wanted.add(index);
  }
  return wanted;
}
