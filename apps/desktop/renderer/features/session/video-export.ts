import type { SessionId } from "@lucid/contract";
import { bytesSource, createVideoBuilder, playableChunks, readBundle, readChunkVideo, videoSalt } from "@lucid/proof";
import { PageFaultError } from "../../shared/api/page-fault.ts";
import { type BundleWish, type DownloadOptions, downloadBundle } from "../bundles/index.ts";
import { type BytesApi, type ChunkTrouble, fetchBytes, type OpenOutcome, type OpenRequest } from "../player/index.ts";

export interface VideoExport {
  readonly id: SessionId;
  readonly dataKey: Uint8Array;
  /** What it is to hold: a range of time, or everything. */
  readonly wish: Pick<BundleWish, "fromMs" | "toMs">;
  /** Opens a chunk off this thread. */
  readonly open: (request: OpenRequest, signal: AbortSignal) => Promise<OpenOutcome>;
}

/** A chunk of the recording that could not be opened, so that no video was made. */
export class ChunkNotOpened extends PageFaultError {
  readonly index: number;
  readonly trouble: ChunkTrouble;
  constructor(index: number, trouble: ChunkTrouble) {
    super("video-chunk");
    this.index = index;
    this.trouble = trouble;
  }
}

/**
 * Makes an MP4 of a session's pictures that carries its proof (docs/formats, video). Chunks are fetched and opened one after
 * the other; the browser keeps their pictures, outside of this page's memory where they are large.
 */
export async function exportVideo(
  api: BytesApi,
  { id, dataKey, wish, open }: VideoExport,
  { signal, onProgress }: DownloadOptions,
): Promise<Blob> {
  const proof = await downloadBundle(api, id, { chunks: "none" }, { signal, onProgress: () => undefined });
  const bundle = new Uint8Array(await proof.arrayBuffer());
  const read = await readBundle(bytesSource(bundle));
  if (!read.ok) throw new Error(read.failure.reason);
  const { manifest } = read.value.manifest;
  const wanted = playableChunks(manifest, wish);
  const entries = manifest.chunks.filter(({ index }) => wanted.has(index));
  const totalBytes = entries.reduce((sum, { size }) => sum + size, 0);
  const builder = createVideoBuilder();
  const pictures: Blob[] = [];
  let doneBytes = 0;
  onProgress({ doneBytes, totalBytes });
  for (const { index, sha256, size, started_at_ms: startMs, ended_at_ms: endMs } of entries) {
    const response = await fetchBytes(api, `/sessions/${id}/chunks/${index}/download`, signal);
    const container = await response.arrayBuffer();
    const outcome = await open({ index, sha256, startMs, endMs, container, dataKey }, signal);
    doneBytes += size;
    onProgress({ doneBytes, totalBytes });
    if (outcome.kind === "bad" && outcome.trouble === "no-video") continue;
    if (outcome.kind === "bad") throw new ChunkNotOpened(index, outcome.trouble);
    const video = readChunkVideo(outcome.chunk.init, outcome.chunk.video);
    if (video === undefined) throw new ChunkNotOpened(index, "chunk-content");
    builder.add(index, videoSalt(dataKey, manifest.session_id, index), video);
    pictures.push(new Blob(video.samples.map(({ bytes }) => bytes as Uint8Array<ArrayBuffer>)));
  }
  const blobOf = (pieces: readonly Uint8Array[]): Blob => new Blob(pieces as Uint8Array<ArrayBuffer>[]);
  return new Blob([blobOf(builder.before()), ...pictures, blobOf(builder.behind(bundle))], { type: "video/mp4" });
}
