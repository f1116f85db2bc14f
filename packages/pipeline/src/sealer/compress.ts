import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import type { Codec } from "@lucid/proof";

export interface Compressed {
  readonly codec: Codec;
  readonly bytes: Uint8Array;
}

/** Level 3 of zstd and 6 of gzip: the seeds' values, near the knee of size against time on screen data. */
const DEFAULT_LEVEL = { zstd: 3, gzip: 6 } as const;
/** Below this a container's header outweighs what could be saved. */
const MIN_BYTES = 1_024;
/**
 * Four slices tell video from events at 2.5 % of the cost of compressing a full chunk. They stand in the middle
 * of its quarters: the first and the last bytes of a chunk are never video.
 */
const SAMPLE_SLICES = 4;
const SLICE_BYTES = 64 * 1_024;
/** Encoded video samples at 0.99 to 1.0: not worth a decompression at every playback. */
const WORTHWHILE = 0.97;

/** Compresses, or hands the bytes back as they are (codec `none`) where that would not shrink them. */
export function compress(plain: Uint8Array, codec: Codec, level?: number): Compressed {
  if (codec === "none" || plain.length < MIN_BYTES || !wouldShrink(plain, codec, level)) return { codec: "none", bytes: plain };
  const bytes = pack(plain, codec, level);
  return bytes.length < plain.length ? { codec, bytes } : { codec: "none", bytes: plain };
}

function wouldShrink(plain: Uint8Array, codec: Exclude<Codec, "none">, level?: number): boolean {
  if (plain.length < 2 * SAMPLE_SLICES * SLICE_BYTES) return true;
  const step = plain.length / SAMPLE_SLICES;
  let packed = 0;
  for (let slice = 0; slice < SAMPLE_SLICES; slice += 1) {
    const start = Math.floor((slice + 0.5) * step - SLICE_BYTES / 2);
    packed += pack(plain.subarray(start, start + SLICE_BYTES), codec, level).length;
  }
  return packed < SAMPLE_SLICES * SLICE_BYTES * WORTHWHILE;
}

function pack(bytes: Uint8Array, codec: Exclude<Codec, "none">, level: number = DEFAULT_LEVEL[codec]): Uint8Array {
  switch (codec) {
    case "zstd":
      return zstdCompressSync(bytes, {
        chunkSize: outputBytes(bytes),
        params: { [constants.ZSTD_c_compressionLevel]: level },
        pledgedSrcSize: bytes.length,
      });
    case "gzip":
      return gzipSync(bytes, { level, chunkSize: outputBytes(bytes) });
  }
}

/**
 * One output buffer of the largest size the result can have (zstd: 1/256 more, gzip: less): the result is not
 * put together from pieces, and memory that is not written to costs nothing.
 */
const outputBytes = (bytes: Uint8Array): number => bytes.length + (bytes.length >> 8) + 1_024;
