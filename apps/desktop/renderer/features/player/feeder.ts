import type { ChunkLoader } from "./chunk-loader.ts";
import type { MediaBuffer } from "./media-buffer.ts";
import type { OpenedChunk, OpenOutcome } from "./opener.protocol.ts";
import { decodeStart, type Recording, type Span, spanAt } from "./recording.ts";

export interface FeederDeps {
  readonly media: Pick<MediaBuffer, "append" | "keepOnly" | "setLength">;
  readonly load: ChunkLoader["load"];
  readonly recording: () => Recording;
  readonly onOpened: (chunk: OpenedChunk) => void;
  readonly onBad: (outcome: Extract<OpenOutcome, { kind: "bad" }>) => void;
  /** A chunk could not be fetched now, or the browser refused its video. */
  readonly onFailed: (error: unknown) => void;
}

export interface Feeder extends Disposable {
  /** Makes sure that there is video from `time` on for `ahead` seconds; what lies elsewhere is no longer wanted. */
  want(time: number, ahead: number): void;
  /** Takes a chunk for missing, although it was appended. */
  renew(index: number): void;
  /** Tries at once what could not be fetched. */
  retry(): void;
  /** Chunks that do not open. */
  readonly bad: ReadonlySet<number>;
  /** Whether nothing of what is wanted is missing. */
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

const isFull = (error: unknown): boolean => error instanceof DOMException && error.name === "QuotaExceededError";

/** Brings chunks into the media buffer: those around the shown place, in an order that can be decoded. */
export function createFeeder(deps: FeederDeps): Feeder {
  const { media } = deps;
  const appended = new Set<number>();
  const bad = new Set<number>();
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

  function missing(): Span[] {
    const spans = wantedSpans();
    const found = spans.filter((span) => !appended.has(span.index) && !bad.has(span.index));
    const [next] = found;
    if (!next || next.keyframe || next.index - 1 === last?.index) return found;
    // Its frames build on the chunk before, and the decoder has been elsewhere meanwhile: begin at a keyframe again.
    const at = spans.indexOf(next);
    const from = decodeStart(spans, at);
    if (spans.slice(from, at).some((span) => bad.has(span.index))) return found;
    const again = spans.slice(from, at);
    for (const span of again) appended.delete(span.index);
    return [...again, ...found];
  }

  async function put(span: Span, chunk: OpenedChunk): Promise<void> {
    try {
      await media.append(span, chunk);
    } catch (error) {
      if (!isFull(error) || mostAhead <= LEAST_AHEAD_S) throw error;
      mostAhead = Math.max(LEAST_AHEAD_S, Math.min(mostAhead, wanted.ahead) / 2);
      await forget(LEAST_AHEAD_S, 0);
      return;
    }
    appended.add(span.index);
    last = span;
  }

  /** Drops video far from the shown place. Whole chunks only, so that no half chunk counts as present. */
  async function forget(behind: number, beyond: number): Promise<void> {
    const { spans } = deps.recording();
    const start = spans[spanAt(spans, Math.max(0, wanted.time - behind))]?.start ?? 0;
    const end = spans[spanAt(spans, aheadUntil() + beyond)]?.end ?? Number.POSITIVE_INFINITY;
    const lost = spans.filter((span) => appended.has(span.index) && (span.start < start || span.start >= end));
    if (lost.length === 0) return;
    for (const span of lost) appended.delete(span.index);
    await media.keepOnly(start, end);
  }

  function prefetch(spans: readonly Span[], signal: AbortSignal): void {
    for (const index of early.keys()) if (!spans.some((span) => span.index === index)) early.delete(index);
    for (const { index } of spans) {
      if (early.has(index)) continue;
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
    renew: (index) => void appended.delete(index),
    retry() {
      retryAtMs = 0;
    },
    get idle() {
      return !pumping && missing().length === 0;
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
