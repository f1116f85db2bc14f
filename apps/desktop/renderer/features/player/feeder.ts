import type { ChunkLoader } from "./chunk-loader.ts";
import { join } from "./join.ts";
import type { ChunkVideo, MediaBuffer } from "./media-buffer.ts";
import type { OpenedChunk, OpenOutcome } from "./opener.protocol.ts";
import { decodeStart, type Recording, type Span, spanAt } from "./recording.ts";
import type { TailChunk } from "./tail/tail-chunks.ts";

export interface FeederDeps {
  readonly media: Pick<MediaBuffer, "append" | "keepOnly" | "setLength">;
  readonly load: ChunkLoader["load"];
  /** What came of a chunk while it was recorded. */
  readonly live: (index: number) => TailChunk | undefined;
  readonly recording: () => Recording;
  readonly onOpened: (chunk: OpenedChunk) => void;
  readonly onBad: (outcome: Extract<OpenOutcome, { kind: "bad" }>) => void;
  /** A chunk could not be fetched now, or the browser refused its video. */
  readonly onFailed: (error: unknown) => void;
}

export interface Feeder extends Disposable {
  /** Makes sure that there is video from `time` on for `ahead` seconds; what lies elsewhere is no longer wanted. */
  want(time: number, ahead: number): void;
  /** Takes a chunk for missing, although it was appended: it is fetched when it is sealed. */
  renew(index: number): void;
  /** Tries at once what could not be fetched. */
  retry(): void;
  /** Chunks whose picture is what came live, which nobody checked. */
  cameLive(): readonly number[];
  /** Chunks that do not open. */
  readonly bad: ReadonlySet<number>;
  /** Whether nothing of what is wanted is missing, or on its way. */
  readonly idle: boolean;
}

/** Video kept behind the place that is shown, so that a small step back needs nothing new. */
const BEHIND_S = 30;
/** Chunks that are fetched while one is appended. */
const PREFETCH = 2;

/** The least that is kept ready when memory is short: a chunk. */
const LEAST_AHEAD_S = 12;
/** Pause after something could not be fetched. */
const RETRY_MS = 3_000;

const isUnplayable = (error: unknown): boolean => error instanceof DOMException && error.name === "NotSupportedError";
const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === "QuotaExceededError";

/** Brings chunks into the media buffer: those around the shown place, in an order that can be decoded. */
export function createFeeder(deps: FeederDeps): Feeder {
  const { media } = deps;
  const appended = new Set<number>();
  const bad = new Set<number>();
  /** Parts that are there of chunks that come live. */
  const parts = new Map<number, number>();
  /** Chunks that came live and are to be fetched all the same. */
  const renewed = new Set<number>();
  /** Chunks that were asked for before it was their turn. One that could not be fetched says so then, and counts once. */
  const early = new Map<number, Promise<OpenOutcome>>();
  let wanted = { time: 0, ahead: 0 };
  let current: Span | undefined;
  let last: Span | undefined;
  let stop = new AbortController();
  let pumping = false;
  let closed = false;
  /** Becomes smaller when the browser has no more memory for video. */
  let mostAhead = Number.POSITIVE_INFINITY;
  let retryAtMs = 0;

  const aheadUntil = (): number => wanted.time + Math.min(wanted.ahead, mostAhead);

  /** The chunks that are wanted, the first one being where decoding must start. */
  function wantedSpans(): readonly Span[] {
    const { spans } = deps.recording();
    const place = spanAt(spans, wanted.time);
    if (place < 0) return [];
    const first = decodeStart(spans, place);
    const until = aheadUntil();
    let end = place + 1;
    while ((spans[end]?.start ?? Number.POSITIVE_INFINITY) < until) end += 1;
    return spans.slice(first, end);
  }

  /** Whether the decoder is in the middle of this chunk. */
  const goesOn = ({ index }: Span): boolean => last?.index === index && parts.has(index);

  function isMissing({ index, isOpen }: Span): boolean {
    if (appended.has(index) || bad.has(index)) return false;
    return isOpen !== true || (deps.live(index)?.parts.length ?? 0) > (parts.get(index) ?? 0);
  }

  function drop({ index }: Span): void {
    appended.delete(index);
    parts.delete(index);
  }

  function missing(): Span[] {
    const spans = wantedSpans();
    const found = spans.filter(isMissing);
    const [next] = found;
    if (!next || next.keyframe || next.index - 1 === last?.index || goesOn(next)) return found;
    // Its frames build on the chunk before, and the decoder has been elsewhere meanwhile: begin at a keyframe again.
    const at = spans.indexOf(next);
    const from = decodeStart(spans, at);
    if (spans.slice(from, at).some((span) => bad.has(span.index))) return found;
    const again = spans.slice(from, at);
    for (const span of again) drop(span);
    return [...again, ...found];
  }

  /** False when there was no room for it, or the browser does not play it. */
  async function append(span: Span, chunk: ChunkVideo): Promise<boolean> {
    try {
      await media.append(span, chunk);
      last = span;
      return true;
    } catch (error) {
      if (isUnplayable(error)) {
        bad.add(span.index);
        deps.onBad({ kind: "bad", index: span.index, trouble: "not-playable", detail: chunk.codec });
        return false;
      }
      if (!isFull(error) || mostAhead <= LEAST_AHEAD_S) throw error;
      mostAhead = Math.max(LEAST_AHEAD_S, Math.min(mostAhead, wanted.ahead) / 2);
      await forget(LEAST_AHEAD_S, 0);
      return false;
    }
  }

  async function put(span: Span, chunk: OpenedChunk): Promise<void> {
    if (!(await append(span, chunk))) return;
    parts.delete(span.index);
    appended.add(span.index);
  }

  /** Adds what came live since the last time. All of it is there once the chunk is closed: then nothing is fetched. */
  async function putLive(span: Span, chunk: TailChunk): Promise<void> {
    const { index, init, codec, decodeTime, startMs, endMs } = chunk;
    if (codec === undefined || decodeTime === undefined) {
      bad.add(index);
      deps.onBad({ kind: "bad", index, trouble: "no-video", detail: "" });
      return;
    }
    if (!goesOn(span)) parts.delete(index);
    const video = join(chunk.parts.slice(parts.get(index) ?? 0));
    const end = span.start + (endMs - startMs) / 1_000;
    if (video.length > 0 && !(await append({ ...span, end }, { init, codec, decodeTime, video }))) return;
    parts.set(index, chunk.parts.length);
    if (chunk.isClosed) appended.add(index);
  }

  /** Drops video far from the shown place. Whole chunks only, so that no half chunk counts as present. */
  async function forget(behind: number, beyond: number): Promise<void> {
    const { spans } = deps.recording();
    const start = spans[spanAt(spans, Math.max(0, wanted.time - behind))]?.start ?? 0;
    const end = spans[spanAt(spans, aheadUntil() + beyond)]?.end ?? Number.POSITIVE_INFINITY;
    const isThere = ({ index }: Span): boolean => appended.has(index) || parts.has(index);
    const lost = spans.filter((span) => isThere(span) && (span.start < start || span.start >= end));
    if (lost.length === 0) return;
    for (const span of lost) drop(span);
    await media.keepOnly(start, end);
  }

  function prefetch(spans: readonly Span[], signal: AbortSignal): void {
    for (const index of early.keys()) if (!spans.some((span) => span.index === index)) early.delete(index);
    for (const { index, isOpen } of spans) {
      if (early.has(index) || isOpen === true) continue;
      const loading = deps.load(index, signal);
      // Whoever takes it hears of it.
      loading.catch(() => undefined);
      early.set(index, loading);
    }
  }

  async function step(queue: readonly Span[]): Promise<void> {
    const [next, ...later] = queue;
    if (!next) return;
    const { signal } = stop;
    current = next;
    const live = renewed.has(next.index) ? undefined : deps.live(next.index);
    if (live && (next.isOpen === true || live.isClosed)) {
      await putLive(next, live);
      return forget(BEHIND_S, BEHIND_S);
    }
    const loading = early.get(next.index) ?? deps.load(next.index, signal);
    prefetch(later.slice(0, PREFETCH), signal);
    const outcome = await loading;
    signal.throwIfAborted();
    if (outcome.kind === "bad") {
      bad.add(next.index);
      deps.onBad(outcome);
      return;
    }
    deps.onOpened(outcome.chunk);
    await put(next, outcome.chunk);
    await forget(BEHIND_S, BEHIND_S);
  }

  async function pump(): Promise<void> {
    if (pumping || closed || performance.now() < retryAtMs) return;
    pumping = true;
    try {
      await media.setLength(deps.recording().length);
      for (let queue = missing(); queue.length > 0 && !closed; queue = missing()) {
        const { signal } = stop;
        try {
          await step(queue);
        } catch (error) {
          if (!signal.aborted) throw error;
        }
      }
      if (!closed) await forget(BEHIND_S, BEHIND_S);
    } catch (error) {
      retryAtMs = performance.now() + RETRY_MS;
      if (!closed) deps.onFailed(error);
    } finally {
      pumping = false;
      current = undefined;
    }
  }

  return {
    bad,
    renew(index) {
      appended.delete(index);
      parts.delete(index);
      renewed.add(index);
    },
    cameLive: () => [...parts.keys()],
    retry() {
      retryAtMs = 0;
    },
    get idle() {
      return current === undefined && missing().length === 0;
    },
    want(time, ahead) {
      wanted = { time, ahead };
      if (current && !wantedSpans().some((span) => span.index === current?.index)) {
        stop.abort(new Error("The player went elsewhere"));
        stop = new AbortController();
        early.clear();
      }
      void pump();
    },
    [Symbol.dispose]() {
      closed = true;
      stop.abort(new Error("The player was closed"));
    },
  };
}
