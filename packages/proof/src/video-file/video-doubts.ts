import type { Manifest } from "../formats/manifest.ts";
import { MOST_SAID_MS } from "../verify/time-doubts.ts";
import type { PictureSize } from "./coded-size.ts";

/** What pictures show of themselves and the node states otherwise: no rule forbids it, and a reader must hear of it. */
export type VideoDoubt =
  | {
      /** Pictures of another size than the recorder states. `chunk` is the first of these, and has this size. */
      readonly code: "picture-size";
      readonly chunk: number;
      readonly count: number;
      readonly width: number;
      readonly height: number;
    }
  | {
      /** Parameter sets of another size than the file says its pictures to have. Null where they cannot be read. */
      readonly code: "coded-size";
      readonly chunk: number;
      readonly count: number;
      readonly coded: PictureSize | null;
      readonly width: number;
      readonly height: number;
    }
  | {
      /** More pictures than the recorder states to take at most. `chunk` is the first of these, and has so many. */
      readonly code: "picture-rate";
      readonly chunk: number;
      readonly count: number;
      readonly pictures: number;
      readonly playedMs: number;
    }
  | {
      /** Chunks that play for another time than they are stated to have taken; of all in the video. */
      readonly code: "play-time";
      readonly playedMs: number;
      readonly statedMs: number;
    };

/** The pictures of one chunk in a video. */
export interface ShownChunk {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** What its parameter sets say. */
  readonly coded: PictureSize | null;
  readonly pictures: number;
  /** How long they are shown, in units of the timescale. */
  readonly ticks: bigint;
}

/** Times are in milliseconds, and lengths in the units of the video: so much per chunk is rounding, and so much of the whole. */
const CHUNK_TOLERANCE_MS = 50;
const TOLERANCE_MS = 1_000;

/** A coded picture has an even number of lines and columns. */
const isSizeOf = (stated: number, coded: number): boolean => coded === stated || coded === stated + (stated % 2);

/** As a number, which is exact: a longer time than that is said as that. */
const saidMs = (ms: bigint): number => Math.min(Number(ms), MOST_SAID_MS);

/** Compares chunk after chunk what the pictures are with what the recorder states of them. */
export function createVideoDoubts({ recorder, chunks }: Pick<Manifest, "recorder" | "chunks">, timescale: number) {
  const second = BigInt(timescale);
  const rate = BigInt(recorder.frame_rate);
  let size: Extract<VideoDoubt, { code: "picture-size" }> | undefined;
  let recoded: Extract<VideoDoubt, { code: "coded-size" }> | undefined;
  let faster: Extract<VideoDoubt, { code: "picture-rate" }> | undefined;
  let count = 0;
  let playedMs = 0n;
  let statedMs = 0;
  let apartMs = 0;

  return {
    add({ index, width, height, coded, pictures, ticks }: ShownChunk): void {
      if (!isSizeOf(recorder.width, width) || !isSizeOf(recorder.height, height))
        size = { code: "picture-size", chunk: index, width, height, ...size, count: (size?.count ?? 0) + 1 };
      if (coded === null || !isSizeOf(width, coded.width) || !isSizeOf(height, coded.height))
        recoded = { code: "coded-size", chunk: index, coded, width, height, ...recoded, count: (recoded?.count ?? 0) + 1 };
      const lengthMs = (ticks * 1_000n) / second;
      // A tenth more than the rate, and those of a second: the first one of a chunk comes when it is asked for.
      if (10n * BigInt(pictures) * second > rate * (11n * ticks + 10n * second))
        faster = {
          code: "picture-rate",
          chunk: index,
          pictures,
          playedMs: saidMs(lengthMs),
          ...faster,
          count: (faster?.count ?? 0) + 1,
        };
      const entry = chunks[index];
      const tookMs = entry === undefined ? 0 : entry.ended_at_ms - entry.started_at_ms;
      count += 1;
      playedMs += lengthMs;
      statedMs += tookMs;
      apartMs += Math.abs(Number(lengthMs - BigInt(tookMs)));
    },
    list: (): VideoDoubt[] => [
      ...(size === undefined ? [] : [size]),
      ...(recoded === undefined ? [] : [recoded]),
      ...(faster === undefined ? [] : [faster]),
      ...(apartMs > TOLERANCE_MS + CHUNK_TOLERANCE_MS * count
        ? [{ code: "play-time" as const, playedMs: saidMs(playedMs), statedMs }]
        : []),
    ],
  };
}
