import { partLimits } from "../bundle/layout.ts";
import { pieceMemory, readPieces } from "../bundle/read-pieces.ts";
import type { ByteSource, Cancellation } from "../byte-source.ts";
import type { Sha256 } from "../chunk/chunk-file.ts";
import { bytesToHex } from "../encoding/bytes.ts";
import type { Hasher } from "../encoding/hash.ts";
import type { ChunkRange } from "../formats/bundle.ts";
import type { Manifest } from "../formats/manifest.ts";
import { failed, type Outcome, passed } from "../outcome.ts";
import { isFormat, type VideoFormat } from "../video/chunk-video.ts";
import { createVideoCommitment, type VideoCommitment } from "../video/video-commitment.ts";
import { codedSize } from "./coded-size.ts";
import type { VideoPlaces } from "./find-proof.ts";
import { createParameterSearch, type ParameterSearch } from "./parameter-sets.ts";
import { readMovie } from "./read-movie.ts";
import { readRuns, type SampleRun } from "./read-runs.ts";
import { createVideoDoubts, type VideoDoubt } from "./video-doubts.ts";

/** What is said of the pictures of a chunk: they are the recorded ones, or why that is not shown. */
export type PictureState = "proven" | "altered" | "uncommitted" | "headless" | "parameters";

/** Chunks that follow each other in recording and video, and of which the same is said. */
export interface VideoPart {
  /** Indexes of the first and the last one. */
  readonly chunks: ChunkRange;
  /** Time in the video, in milliseconds, rounded down. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: PictureState;
}

/** The pictures of a video beside the manifest of its proof. */
export interface VideoFacts {
  /** Of the whole file, in bytes. */
  readonly size: number;
  readonly durationMs: number;
  readonly pictures: number;
  /** Of the whole recording. */
  readonly chunkCount: number;
  /** In the order of the video. */
  readonly parts: readonly VideoPart[];
  /** Chunks of the recording between two that are here, and where in the video they are not. */
  readonly cuts: readonly { readonly chunks: ChunkRange; readonly atMs: number }[];
  /** Interruptions of the recording between two chunks that are here. The video goes on at once. */
  readonly gaps: readonly { readonly beforeChunk: number; readonly atMs: number; readonly missingMs: number }[];
  /** Where the pictures are other than the node states. */
  readonly doubts: readonly VideoDoubt[];
}

export interface PictureTools {
  /** Of bytes that are there as a whole; used for chunks that a recorder can have made where there is no `createSha256`. */
  readonly sha256?: Sha256 | undefined;
  readonly createSha256?: (() => Hasher) | undefined;
  readonly signal?: Cancellation | undefined;
  readonly onBytes: (count: number) => void;
}

/**
 * Computes the commitment of each chunk anew from the samples of the file. A failure when the file has not the form that
 * carries a proof, or its list of chunks no order; what is wrong with the pictures is in the facts.
 */
export async function checkPictures(
  source: ByteSource,
  places: VideoPlaces,
  manifest: Manifest,
  tools: PictureTools,
): Promise<Outcome<VideoFacts>> {
  const movie = await readMovie(source, places.movie);
  if (!movie.ok) return movie;
  const { formats, timescale, duration, rows } = movie.value.shape;
  const msOf = (ticks: bigint): number => Number((ticks * 1_000n) / BigInt(timescale));
  const account = createAccount(manifest);
  const doubts = createVideoDoubts(manifest, timescale);
  const readPictures = createPictureReader(source, tools);
  const coded = formats.map(({ configuration }) => codedSize(configuration));
  const searches: ParameterSearch[] = [];
  const searchOf = (format: number, { configuration }: VideoFormat): ParameterSearch =>
    (searches[format] ??= createParameterSearch(configuration));
  /** Numbers of the formats, in the order of their first use. */
  const shown = new Set<number>();
  let ticks = 0n;
  for await (const run of readRuns(source, places, movie.value)) {
    if (!run.ok) return run;
    const { index } = run.value;
    const unordered = account.expect(index);
    if (unordered !== undefined) return failed("video-order", { chunk: index, detail: unordered });
    const format = { ...(formats[run.value.format] as VideoFormat), timescale };
    const video = manifest.chunks[index]?.video ?? null;
    // Nobody commits to another format; and one of a megabyte, hashed with each chunk, would cost more than the file is long.
    const read =
      video === null || !isFormat(format) ? undefined : await readPictures(run.value, format, searchOf(run.value.format, format));
    const until = run.value.durations.reduce((sum, length) => sum + BigInt(length), ticks);
    const { width, height } = format;
    doubts.add({
      index,
      width,
      height,
      coded: coded[run.value.format] ?? null,
      pictures: run.value.sizes.length,
      ticks: until - ticks,
    });
    account.add(index, {
      fromMs: msOf(ticks),
      toMs: msOf(until),
      isSync: run.value.syncs[0] === 1,
      isCommitted: video !== null,
      isSame: read?.commitment === video,
      hasParameters: read?.hasParameters ?? false,
    });
    ticks = until;
    shown.add(run.value.format);
  }
  if (rows.stsz === 0) return failed("video-form", { detail: "no pictures" });
  const facts = account.facts();
  // A player may take the first format for all of the video: its size and its parameter sets must be those of the first pictures.
  const areShown = shown.size === formats.length && [...shown].every((format, place) => format === place);
  if (!areShown && facts.parts.every(({ state }) => state === "proven"))
    return failed("video-form", { detail: "formats in another order, or of no picture" });
  return passed({
    size: source.size,
    durationMs: msOf(duration),
    pictures: rows.stsz,
    chunkCount: manifest.chunks.length,
    ...facts,
    doubts: doubts.list(),
  });
}

/** Put into the hash before each sample; and before all of them, beside the configuration. */
const SAMPLE_HEAD_BYTES = 9;
const FORMAT_BYTES = 64;

/**
 * Commitments by the tools at hand. WebCrypto knows whole texts only, and is so much faster that the chunks which a recorder
 * can have made are put together for it, one after the other in the same memory.
 */
function createPictureReader(source: ByteSource, tools: PictureTools) {
  const { sha256, createSha256, signal, onBytes } = tools;
  const memory = pieceMemory();
  let whole = new Uint8Array(0);

  /** Takes bytes as a hasher does, and gives them back together. */
  function collect(most: number): Hasher {
    if (whole.length < most) whole = new Uint8Array(most);
    let filled = 0;
    return {
      update(piece) {
        whole.set(piece, filled);
        filled += piece.length;
      },
      digest: () => whole.subarray(0, filled),
    };
  }

  return async (run: SampleRun, format: VideoFormat, parameters: ParameterSearch): Promise<ReadPictures> => {
    const pieces = readPieces(source, run.offset, run.bytes, { signal, memory });
    const readBy = (createHasher: (() => Hasher) | undefined): Promise<ReadPictures> =>
      readThrough(pieces, run, createVideoCommitment(run.salt, format, createHasher), parameters, onBytes);
    if (sha256 === undefined || createSha256 !== undefined || run.bytes > partLimits.chunk) return await readBy(createSha256);
    const besideBytes = FORMAT_BYTES + format.configuration.length + SAMPLE_HEAD_BYTES * run.sizes.length;
    const collected = collect(run.bytes + besideBytes);
    const read = await readBy(() => collected);
    return { ...read, commitment: bytesToHex(await sha256(collected.digest())) };
  };
}

interface ReadPictures {
  readonly commitment: string;
  /** There are parameter sets among them that their configuration does not have. */
  readonly hasParameters: boolean;
}

async function readThrough(
  pieces: AsyncGenerator<Uint8Array, void>,
  run: SampleRun,
  commitment: VideoCommitment,
  parameters: ParameterSearch,
  onBytes: PictureTools["onBytes"],
): Promise<ReadPictures> {
  let piece: Uint8Array = new Uint8Array(0);
  for (const [number, size] of run.sizes.entries()) {
    commitment.begin({ duration: run.durations[number] as number, sync: run.syncs[number] === 1, size });
    parameters.begin();
    for (let left = size; left > 0; ) {
      if (piece.length === 0) {
        const next = await pieces.next();
        if (next.done === true) throw new Error("the samples of a run are its bytes");
        piece = next.value;
        onBytes(piece.length);
      }
      const taken = piece.subarray(0, left);
      commitment.bytes(taken);
      parameters.bytes(taken);
      piece = piece.subarray(taken.length);
      left -= taken.length;
    }
  }
  return { commitment: commitment.end(), hasParameters: parameters.end() };
}

interface Seen {
  readonly fromMs: number;
  readonly toMs: number;
  readonly isSync: boolean;
  readonly isCommitted: boolean;
  readonly isSame: boolean;
  readonly hasParameters: boolean;
}

/** Puts together what is said of chunk after chunk. */
function createAccount({ chunks }: Manifest) {
  const parts: VideoPart[] = [];
  const cuts: { chunks: ChunkRange; atMs: number }[] = [];
  const gaps: { beforeChunk: number; atMs: number; missingMs: number }[] = [];
  let last: number | undefined;

  /** Pictures that build on earlier ones are the recorded ones only behind them. */
  const stateOf = (goesOn: boolean, { isSync, isCommitted, isSame, hasParameters }: Seen): PictureState => {
    if (!isCommitted) return "uncommitted";
    if (!isSame) return "altered";
    if (!isSync && !goesOn) return "headless";
    return hasParameters ? "parameters" : "proven";
  };

  return {
    /** Why this chunk may not come next; undefined when it may. */
    expect(index: number): string | undefined {
      if (index >= chunks.length) return "the recording has no such chunk";
      return last !== undefined && index <= last ? "not after the chunk before it" : undefined;
    },
    add(index: number, seen: Seen): void {
      const follows = index - 1 === last;
      const part = parts.at(-1);
      const state = stateOf(follows && part?.state === "proven", seen);
      if (part !== undefined && follows && part.state === state)
        parts[parts.length - 1] = { ...part, chunks: [part.chunks[0], index], toMs: seen.toMs };
      else parts.push({ chunks: [index, index], fromMs: seen.fromMs, toMs: seen.toMs, state });
      const gap = chunks[index]?.gap_before ?? null;
      if (last !== undefined && !follows) cuts.push({ chunks: [last + 1, index - 1], atMs: seen.fromMs });
      else if (last !== undefined && gap !== null)
        gaps.push({ beforeChunk: index, atMs: seen.fromMs, missingMs: gap.to_ms - gap.from_ms });
      last = index;
    },
    facts: () => ({ parts, cuts, gaps }),
  };
}
