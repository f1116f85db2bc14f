import type { SessionId } from "@lucid/contract";
import { PageFaultError } from "../../shared/api/page-fault.ts";
import { type BytesApi, fetchBytes } from "../player/index.ts";

/** What a bundle is to hold. */
export interface BundleWish {
  readonly chunks: "all" | "none";
  readonly fromMs?: number | undefined;
  readonly toMs?: number | undefined;
  /** Chunks that are left out on purpose. */
  readonly redact?: readonly number[] | undefined;
}

export interface DownloadProgress {
  readonly doneBytes: number;
  /** Undefined while the node has not said how large it will be. */
  readonly totalBytes: number | undefined;
}

export interface DownloadOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}

/** Ranges as the node reads them: 3-5,7. */
export function toRanges(indexes: readonly number[]): string {
  const parts: string[] = [];
  let first: number | undefined;
  for (const [at, index] of indexes.entries()) {
    first ??= index;
    if (indexes[at + 1] === index + 1) continue;
    parts.push(first === index ? String(index) : `${first}-${index}`);
    first = undefined;
  }
  return parts.join(",");
}

/** Indexes of the chunks that a person names, "3-5, 7", counted from 1 to `count`; undefined when it is no such list. */
export function readRanges(text: string, count: number): readonly number[] | undefined {
  if (text.trim() === "") return [];
  const found = new Set<number>();
  for (const part of text.split(",")) {
    const [, from, to] = /^\s*(\d{1,7})\s*(?:-\s*(\d{1,7})\s*)?$/.exec(part) ?? [];
    if (from === undefined) return undefined;
    const last = Number(to ?? from);
    const first = Number(from);
    if (first < 1 || last < first || last > count) return undefined;
    for (let number = first; number <= last; number += 1) found.add(number - 1);
  }
  return [...found].toSorted((a, b) => a - b);
}

export function bundlePath(id: SessionId, wish: BundleWish): string {
  const query = new URLSearchParams({ chunks: wish.chunks });
  if (wish.fromMs !== undefined) query.set("from_ms", String(wish.fromMs));
  if (wish.toMs !== undefined) query.set("to_ms", String(wish.toMs));
  if (wish.redact && wish.redact.length > 0) query.set("redact", toRanges(wish.redact));
  return `/sessions/${id}/bundle?${query.toString()}`;
}

/** Where the bytes of a bundle go, in their order. */
export type BundleSink = (piece: Uint8Array<ArrayBuffer>) => Promise<void> | void;

/** Fetches a bundle piece by piece, none of which is held here. Rejects when it ends too early, and with the signal's reason. */
export async function fetchBundle(
  api: BytesApi,
  id: SessionId,
  wish: BundleWish,
  { signal, onProgress, sink }: DownloadOptions & { readonly sink: BundleSink },
): Promise<void> {
  const response = await fetchBytes(api, bundlePath(id, wish), signal);
  const length = response.headers.get("content-length");
  const totalBytes = length === null ? undefined : Number(length);
  let doneBytes = 0;
  onProgress({ doneBytes, totalBytes });
  const reader = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    await sink(read.value);
    doneBytes += read.value.length;
    onProgress({ doneBytes, totalBytes });
  }
  signal.throwIfAborted();
  if (totalBytes !== undefined && doneBytes !== totalBytes) throw new PageFaultError("download-cut");
}

/** Pieces are put together into a Blob, which browsers keep on disk, as soon as they are this large. */
const PIECE_BYTES = 16_777_216;

/** Puts pieces together outside of this page's memory, where they are many. */
export function createBlobSink(): { readonly sink: BundleSink; readonly blob: () => Blob } {
  const parts: Blob[] = [];
  let piece: Uint8Array<ArrayBuffer>[] = [];
  let pieceBytes = 0;
  return {
    sink(next) {
      piece.push(next);
      pieceBytes += next.length;
      if (pieceBytes < PIECE_BYTES) return;
      parts.push(new Blob(piece));
      piece = [];
      pieceBytes = 0;
    },
    blob: () => new Blob([...parts, ...piece]),
  };
}

/** Fetches a bundle. It is held by the browser, outside of this page's memory where it is large. */
export async function downloadBundle(api: BytesApi, id: SessionId, wish: BundleWish, options: DownloadOptions): Promise<Blob> {
  const { sink, blob } = createBlobSink();
  await fetchBundle(api, id, wish, { ...options, sink });
  return blob();
}

/** A file name that says what it is: quarterly-patch-window-2026-11-17.lucid. */
export function bundleName(name: string, startedAt: string | null, kind = "", ending = "lucid"): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${words || "session"}${startedAt === null ? "" : `-${startedAt.slice(0, 10)}`}${kind}.${ending}`;
}
