import { type FileHandle, mkdtemp, open, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { pipelineErrors } from "@lucid/contract";
import { type ChunkVideo, createVideoBuilder, readChunkVideo, VideoBuildError, type VideoBuilder } from "@lucid/proof";
import { type PlainRecord, RECORD } from "../chunker/records.ts";

/** One opened chunk, in the order of the session. */
export interface OpenedChunk {
  readonly index: number;
  readonly take: number;
  readonly records: readonly PlainRecord[];
}

/** What ties a video to its recording. */
export interface VideoProof {
  /** Salt of a chunk's commitment to its video (docs/formats, video). */
  salt(index: number): Uint8Array;
  /** A bundle without the recording. */
  readonly bundle: Uint8Array;
}

export interface SavedVideo {
  readonly chunks: number;
  readonly takes: number;
  readonly pictures: number;
}

/**
 * Writes the video of opened chunks to `path` as one MP4 that plays everywhere and carries its proof; nothing is encoded
 * again, and only the file's owner may read it. Takes follow each other without the gaps between them. What is made on the
 * way stands in a private folder beside `path` and is removed; the file gets its name when it is whole.
 * @throws LucidError VIDEO_JOIN when there is no video or it does not go into one file, and what the file system throws.
 */
export async function saveVideo(
  chunks: AsyncIterable<OpenedChunk> | Iterable<OpenedChunk>,
  proof: VideoProof,
  path: string,
  signal?: AbortSignal,
): Promise<SavedVideo> {
  const target = resolve(path);
  const folder = await mkdtemp(join(dirname(target), ".lucid-video-"));
  await using cleanup = new AsyncDisposableStack();
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  const [samples, whole] = [join(folder, "samples"), join(folder, "video.mp4")];
  const builder = createVideoBuilder();
  const saved = await writeSamples(chunks, proof, builder, samples, signal);
  const [before, behind] = [joined(() => builder.before()), joined(() => builder.behind(proof.bundle))];
  await using file = await open(whole, "wx", 0o600);
  await file.writeFile(Buffer.concat(before));
  await appendFile(file, samples, signal);
  await file.writeFile(Buffer.concat(behind));
  await file.sync();
  await rename(whole, target);
  return { ...saved, pictures: builder.samples };
}

/** Keeps the samples in a file, in their order; the builder keeps what is said of them. */
async function writeSamples(
  chunks: AsyncIterable<OpenedChunk> | Iterable<OpenedChunk>,
  proof: VideoProof,
  builder: VideoBuilder,
  path: string,
  signal: AbortSignal | undefined,
): Promise<Omit<SavedVideo, "pictures">> {
  await using file = await open(path, "wx", 0o600);
  const takes = new Set<number>();
  let count = 0;
  for await (const { index, take, records } of chunks) {
    signal?.throwIfAborted();
    const video = videoOf(index, records);
    if (video === undefined) continue;
    joined(() => builder.add(index, proof.salt(index), video));
    await file.writeFile(Buffer.concat(video.samples.map(({ bytes }) => bytes)));
    takes.add(take);
    count += 1;
  }
  return { chunks: count, takes: takes.size };
}

/** Undefined for a chunk that has no pictures. */
function videoOf(index: number, records: readonly PlainRecord[]): ChunkVideo | undefined {
  const init = records.find(({ type }) => type === RECORD.init);
  const fragments = records.filter(({ type, bytes }) => type === RECORD.video && bytes.length > 0);
  if (!init || fragments.length === 0) return undefined;
  const video = readChunkVideo(init.bytes, Buffer.concat(fragments.map(({ bytes }) => bytes)));
  if (video === undefined) throw noVideo(`The video of chunk ${index + 1} is damaged`);
  return video;
}

const PIECE_BYTES = 1_048_576;

async function appendFile(target: FileHandle, path: string, signal: AbortSignal | undefined): Promise<void> {
  await using source = await open(path, "r");
  const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
  for (let { bytesRead } = await source.read(piece); bytesRead > 0; { bytesRead } = await source.read(piece)) {
    signal?.throwIfAborted();
    await target.writeFile(piece.subarray(0, bytesRead));
  }
}

function joined<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof VideoBuildError) throw noVideo(error.message, error);
    throw error;
  }
}

const noVideo = (detail: string, cause?: unknown): Error =>
  pipelineErrors.VIDEO_JOIN({ detail }, { cause, message: `The video could not be joined: ${detail}` });
