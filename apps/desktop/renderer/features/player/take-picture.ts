import type { Chunk, SessionId } from "@lucid/contract";
import { type BytesApi, fetchBytes } from "./fetch-bytes.ts";
import { createMediaBuffer } from "./media-buffer.ts";
import type { OpenedChunk } from "./opener.protocol.ts";
import { startOpener } from "./start-opener.ts";

export interface PictureSource {
  readonly sessionId: SessionId;
  /** Begins with a picture that needs none before it. */
  readonly chunk: Chunk;
  readonly dataKey: Uint8Array;
}

/** Wide enough for the poster of a small player, small enough for a list. */
const WIDTH = 480;
/** From the best on, until one fits. */
const QUALITIES = [0.7, 0.5, 0.3, 0.1] as const;
/** The last frame is shown for about so long. */
const LAST_FRAME_S = 0.1;

/**
 * The last frame of a chunk as a WebP, or as a JPEG where the browser writes no WebP, in `maxBytes` at most. Undefined where
 * the chunk holds no frame that can be shown. Rejects when the chunk cannot be fetched, and with the signal's reason.
 */
export async function takePicture(
  api: BytesApi,
  source: PictureSource,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  const opened = await open(api, source, signal);
  if (!opened) return undefined;
  const { started_at, ended_at } = source.chunk;
  const canvas = await drawLastFrame(opened, (Date.parse(ended_at) - Date.parse(started_at)) / 1_000, signal);
  return canvas && (await encode(canvas, maxBytes));
}

async function open(
  api: BytesApi,
  { sessionId, chunk, dataKey }: PictureSource,
  signal: AbortSignal,
): Promise<OpenedChunk | undefined> {
  const { index, hash: sha256, started_at, ended_at } = chunk;
  const response = await fetchBytes(api, `/sessions/${sessionId}/chunks/${index}/download`, signal);
  const container = await response.arrayBuffer();
  const opener = startOpener();
  try {
    const times = { startMs: Date.parse(started_at), endMs: Date.parse(ended_at) };
    const outcome = await opener.open({ index, sha256, ...times, container, dataKey }, signal);
    return outcome.kind === "opened" ? outcome.chunk : undefined;
  } finally {
    opener[Symbol.dispose]();
  }
}

/** Decodes in a video element that nobody sees. */
async function drawLastFrame(chunk: OpenedChunk, length: number, signal: AbortSignal): Promise<OffscreenCanvas | undefined> {
  const video = document.createElement("video");
  video.muted = true;
  video.preload = "auto";
  const media = createMediaBuffer(video);
  const gaveUp = Promise.withResolvers<never>();
  const giveUp = (): void => gaveUp.reject(signal.reason as Error);
  signal.addEventListener("abort", giveUp, { once: true });
  video.addEventListener("error", () => gaveUp.reject(new Error(video.error?.message ?? "The video cannot be decoded")));
  try {
    const span = { index: chunk.index, take: 0, start: 0, end: length, keyframe: true, events: 0 };
    await Promise.race([media.append(span, chunk), gaveUp.promise]);
    const start = media.startAfter(-1);
    const end = start === undefined ? undefined : media.endAfter(start);
    if (start === undefined || end === undefined) return undefined;
    const seeked = new Promise((resolve) => video.addEventListener("seeked", resolve, { once: true }));
    video.currentTime = Math.max(start, end - LAST_FRAME_S);
    await Promise.race([seeked, gaveUp.promise]);
    return drawn(video);
  } finally {
    signal.removeEventListener("abort", giveUp);
    // Closing it is no failure any more.
    gaveUp.promise.catch(() => undefined);
    media[Symbol.dispose]();
  }
}

function drawn(video: HTMLVideoElement): OffscreenCanvas | undefined {
  if (video.videoWidth === 0 || video.readyState < video.HAVE_CURRENT_DATA) return undefined;
  const width = Math.min(WIDTH, video.videoWidth);
  const canvas = new OffscreenCanvas(width, Math.max(1, Math.round((width * video.videoHeight) / video.videoWidth)));
  const context = canvas.getContext("2d");
  if (!context) return undefined;
  context.imageSmoothingQuality = "high";
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  return canvas;
}

async function encode(canvas: OffscreenCanvas, maxBytes: number): Promise<Uint8Array | undefined> {
  for (const quality of QUALITIES) {
    const webp = await canvas.convertToBlob({ type: "image/webp", quality });
    const blob = webp.type === "image/webp" ? webp : await canvas.convertToBlob({ type: "image/jpeg", quality });
    if (blob.size <= maxBytes) return new Uint8Array(await blob.arrayBuffer());
  }
  return undefined;
}
