import { bytesToHex } from "../encoding/bytes.ts";
import { utf8 } from "../encoding/utf8.ts";
import type { ChunkVideo, VideoFormat } from "../video/chunk-video.ts";
import {
  dataHead,
  FILE_TYPE,
  MAX_FORMATS,
  MAX_SAMPLES,
  type MovieShape,
  movieBox,
  movieBytes,
  PROOF_BOX_ID,
  PROOF_BOX_VERSION,
  PROOF_CHUNK_BYTES,
  PROOF_HEAD_BYTES,
  type TableName,
  u32,
} from "./video-layout.ts";

/** Why chunks do not go into one video. */
export class VideoBuildError extends Error {}

/**
 * Puts the videos of chunks together to one file that plays and carries its proof (docs/formats, video). Whoever calls keeps
 * the samples' bytes, in the order in which they were added: the file is what is before them, they, and what is behind.
 */
export interface VideoBuilder {
  /**
   * The next chunk, with the salt of its commitment. @throws VideoBuildError when the file would have too many samples or
   * formats, or the chunk counts time in other units than the ones before.
   */
  add(index: number, salt: Uint8Array, video: ChunkVideo): void;
  /** Size of the samples so far, in bytes. */
  readonly dataBytes: number;
  readonly samples: number;
  /** What stands before the samples. @throws VideoBuildError when there are none. */
  before(): Uint8Array[];
  /** What stands behind them; `bundle` is the proof without the recording, a file of its own (docs/formats, bundle). */
  behind(bundle: Uint8Array): Uint8Array[];
}

const U32_END = 2 ** 32;

export function createVideoBuilder(): VideoBuilder {
  const formats: VideoFormat[] = [];
  const known = new Map<string, number>();
  const runs: { duration: number; count: number }[] = [];
  const syncs: number[] = [];
  const sizes: number[] = [];
  const chunks: {
    readonly index: number;
    readonly salt: Uint8Array;
    readonly samples: number;
    readonly format: number;
    readonly at: number;
  }[] = [];
  let timescale = 0;
  let duration = 0n;
  let dataBytes = 0;

  function formatOf(format: VideoFormat): number {
    const key = `${format.width} ${format.height} ${bytesToHex(format.configuration)}`;
    const number = known.get(key) ?? formats.length + 1;
    if (number > MAX_FORMATS) throw new VideoBuildError(`More than ${MAX_FORMATS} kinds of video`);
    if (!known.has(key)) formats.push({ ...format, configuration: format.configuration.slice() });
    known.set(key, number);
    return number;
  }

  function rowsOf(name: TableName, base: number): Uint8Array {
    switch (name) {
      case "stts":
        return numbers(runs.flatMap((run) => [run.count, run.duration]));
      case "stss":
        return numbers(syncs);
      case "stsz":
        return numbers(sizes);
      case "stsc":
        return numbers(chunks.flatMap(({ samples, format }, at) => [at + 1, samples, format]));
      case "co64":
        return numbers(chunks.flatMap(({ at }) => [Math.floor((base + at) / U32_END), (base + at) % U32_END]));
    }
  }

  return {
    add(index, salt, { format, samples }) {
      if (timescale !== 0 && timescale !== format.timescale) throw new VideoBuildError("The takes count time in different units");
      if (sizes.length + samples.length > MAX_SAMPLES) throw new VideoBuildError(`More than ${MAX_SAMPLES} pictures`);
      timescale = format.timescale;
      chunks.push({ index, salt: salt.slice(), samples: samples.length, format: formatOf(format), at: dataBytes });
      for (const sample of samples) {
        const run = runs.at(-1);
        if (run?.duration === sample.duration) run.count += 1;
        else runs.push({ duration: sample.duration, count: 1 });
        sizes.push(sample.bytes.length);
        if (sample.sync) syncs.push(sizes.length);
        duration += BigInt(sample.duration);
        dataBytes += sample.bytes.length;
      }
    },
    get dataBytes() {
      return dataBytes;
    },
    get samples() {
      return sizes.length;
    },
    before() {
      if (sizes.length === 0) throw new VideoBuildError("These chunks hold no video");
      const rows = { stts: runs.length, stss: syncs.length, stsz: sizes.length, stsc: chunks.length, co64: chunks.length };
      const shape: MovieShape = { formats, timescale, duration, rows };
      const head = dataHead(BigInt(dataBytes));
      const base = FILE_TYPE.length + movieBytes(shape) + head.length;
      const movie = movieBox(shape).map((piece) => (piece instanceof Uint8Array ? piece : rowsOf(piece.name, base)));
      return [FILE_TYPE, ...movie, head];
    },
    behind(bundle) {
      const size = PROOF_HEAD_BYTES + chunks.length * PROOF_CHUNK_BYTES + bundle.length;
      if (size >= 2 ** 32) throw new VideoBuildError("The proof is too large for a video");
      const list = new Uint8Array(chunks.length * PROOF_CHUNK_BYTES);
      for (const [at, { index, salt }] of chunks.entries()) {
        list.set(u32(index), at * PROOF_CHUNK_BYTES);
        list.set(salt, at * PROOF_CHUNK_BYTES + 4);
      }
      return [u32(size), utf8("uuid"), PROOF_BOX_ID, u32(PROOF_BOX_VERSION, chunks.length), list, bundle];
    },
  };
}

/** The numbers of a table, 32 bits each. */
function numbers(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of values.entries()) view.setUint32(4 * at, value);
  return bytes;
}
