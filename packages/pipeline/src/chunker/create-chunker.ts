import type { CodedGap } from "@lucid/proof";
import type { VideoFragment } from "../mp4/read-fragment.ts";
import type { VideoInit } from "../mp4/read-init.ts";
import type { Interruption } from "../recorder/gap-reasons.ts";
import type { ChunkWatch } from "./chunk-watch.ts";
import { createEventQueue } from "./create-event-queue.ts";
import { createTakeBreaks, type Retiming } from "./create-take-breaks.ts";
import { RECORD, RECORD_HEADER_BYTES, writeRecord } from "./records.ts";
import type { SessionEvent } from "./session-event.ts";

/** A closed chunk before it is sealed. */
export interface PlainChunk {
  readonly take: number;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** The same by a clock that nobody can set, ms since the recorder's start. */
  readonly startedMonotonicMs: number;
  readonly endedMonotonicMs: number;
  /** Whether its video starts with a sample that can be decoded alone. */
  readonly keyframe: boolean;
  /** Number of event lines. */
  readonly events: number;
  readonly gapBefore: CodedGap | null;
  readonly plain: Uint8Array<SharedArrayBuffer>;
}

export interface ChunkerOptions {
  readonly chunkBytes: number;
  readonly chunkMs: number;
  /** Keyframes that are asked for come at least this far apart: chunks are cut so that they start on them. */
  readonly keyframeMs: number;
}

/** One run of the recorder. */
export interface Take {
  readonly init: VideoInit;
  /** Unix time of the take's decode time 0. */
  readonly epochMs: number;
  /** The same moment by a clock that nobody can set, ms since the recorder's start. */
  readonly monotonicMs: number;
  /** What ended the take before, for the gap; null before the first picture of a session. */
  readonly after: Interruption | null;
}

export interface Chunker {
  /** Begins a take; returns the chunk that the one before left open. */
  startTake(take: Take): PlainChunk[];
  /** From its next keyframe on, the take counts from another time and is a take of its own. */
  retime(retiming: Retiming): void;
  /** Says why the next sample that is too long is so long. */
  explainStall(why: Interruption): void;
  /** Adds the next fragment of the take. Its bytes belong to the chunker, which wipes them. */
  addFragment(fragment: VideoFragment): PlainChunk[];
  /** False when the event was dropped because there were too many. */
  addEvent(event: SessionEvent): boolean;
  /** Closes the open chunk with all events so far: at a pause and at the end. */
  close(): PlainChunk[];
  /** Number of the take that is recorded: counts from 0, and only takes that have a picture. */
  readonly take: number;
  readonly openBytes: number;
  readonly openMs: number;
  /** True once for a chunk that is near its size: it closes on the next keyframe. */
  wantsKeyframe(): boolean;
  readonly droppedEvents: number;
  /** End of the video so far; undefined before the first fragment. */
  readonly endedAtMs: number | undefined;
}

interface OpenChunk {
  readonly startTick: number;
  readonly gapBefore: CodedGap | null;
  readonly keyframe: boolean;
  readonly fragments: Buffer[];
  endTick: number;
  bytes: number;
  keyframeAsked: boolean;
}

/** Two pictures further apart have time without a picture between them. */
const STALL_MS = 2_000;
/** What the last picture before such time is shown for. */
const LAST_PICTURE_MS = 100;
/** From this part of `chunkBytes` on a chunk closes on the next keyframe. */
const FULL_SHARE = 0.75;
/** A quarter of a chunk is 4 000 events a second for 10 s: only a program makes more. */
const EVENT_SHARE = 4;
/** Video leaves 1/64 of a chunk, 160 KiB, to the events of the next half second. */
const EVENT_RESERVE = 64;

/**
 * Cuts fragments and events, which share one clock, into chunks. A chunk closes before the fragment that would
 * lead it over `chunkBytes` or `chunkMs`, and before a keyframe whose successor would. Only a single fragment
 * longer than `chunkMs`, or larger than three quarters of `chunkBytes`, can lead over a limit. An event lands in the
 * chunk whose time it has; one that comes after that chunk closed lands in the open one. A picture that stands for
 * more than two seconds ends its take: what follows it is a gap.
 */
export function createChunker(options: ChunkerOptions, watch?: ChunkWatch): Chunker {
  const queue = createEventQueue();
  let current: (Take & { readonly ticksPerMs: number }) | undefined;
  let open: OpenChunk | undefined;
  const breaks = createTakeBreaks();
  let endedAtMs: number | undefined;
  let endedMonotonicMs = 0;

  const timeOf = (tick: number): number => (current ? current.epochMs + Math.round(tick / current.ticksPerMs) : 0);
  const monotonicOf = (tick: number): number => (current ? current.monotonicMs + Math.round(tick / current.ticksPerMs) : 0);
  const overhead = (): number => (current?.init.bytes.length ?? 0) + 3 * RECORD_HEADER_BYTES;

  function assemble(chunk: OpenChunk, init: VideoInit, endMs: number, lines: readonly Uint8Array[]): PlainChunk {
    const eventBytes = lines.reduce((sum, line) => sum + line.length, 0);
    const size =
      init.bytes.length + 2 * RECORD_HEADER_BYTES + chunk.bytes + (lines.length > 0 ? RECORD_HEADER_BYTES + eventBytes : 0);
    const plain = new Uint8Array(new SharedArrayBuffer(size));
    const videoAt = writeRecord(plain, 0, RECORD.init, [init.bytes]);
    const eventsAt = writeRecord(plain, videoAt, RECORD.video, chunk.fragments);
    if (lines.length > 0) writeRecord(plain, eventsAt, RECORD.events, lines);
    for (const fragment of chunk.fragments) fragment.fill(0);
    const { gapBefore, keyframe } = chunk;
    return {
      take: breaks.take,
      startedAtMs: timeOf(chunk.startTick),
      endedAtMs: endMs,
      startedMonotonicMs: monotonicOf(chunk.startTick),
      endedMonotonicMs: monotonicOf(chunk.startTick) + endMs - timeOf(chunk.startTick),
      keyframe,
      events: lines.length,
      gapBefore,
      plain,
    };
  }

  /** Events before `eventsUntilMs` go along; the rest waits for the next chunk. */
  function shut(endMs: number, eventsUntilMs: number): PlainChunk[] {
    if (!open || !current) return [];
    watch?.onClosed(endMs, eventsUntilMs);
    const chunk = assemble(open, current.init, endMs, queue.take(eventsUntilMs));
    open = undefined;
    endedAtMs = endMs;
    endedMonotonicMs = chunk.endedMonotonicMs;
    return [chunk];
  }

  /** Every event that is let in has its room in the open chunk, or would have it in an empty one. */
  function roomForEvents(): number {
    const share = options.chunkBytes / EVENT_SHARE;
    return open ? Math.min(share, options.chunkBytes - overhead() - open.bytes) : share;
  }

  function mustCloseBefore(fragment: VideoFragment, duration: number, chunk: OpenChunk, ticksPerMs: number): boolean {
    const end = fragment.decodeTime + duration;
    const limit = options.chunkMs * ticksPerMs;
    const nextKeyframe = fragment.decodeTime + options.keyframeMs * ticksPerMs;
    if (end - chunk.startTick > limit) return true;
    if (fragment.keyframe && (nextKeyframe - chunk.startTick > limit || isFull(chunk))) return true;
    const events = Math.max(queue.bytes, options.chunkBytes / EVENT_RESERVE);
    return overhead() + chunk.bytes + events + fragment.bytes.length > options.chunkBytes;
  }

  const isFull = (chunk: OpenChunk): boolean => overhead() + chunk.bytes + queue.bytes > FULL_SHARE * options.chunkBytes;

  /** Closes the open chunk at its own end. */
  const shutAtEnd = (eventsUntilMs: number): PlainChunk[] => (open ? shut(timeOf(open.endTick), eventsUntilMs) : []);

  /** Moves the take to its new time, where the clock was set; never back before what is recorded already. */
  function moveTake(take: Take & { readonly ticksPerMs: number }, tick: number): PlainChunk[] {
    const epochMs = breaks.breakRetimed(monotonicOf(tick));
    if (epochMs === undefined) return [];
    const closed = shutAtEnd(timeOf(tick));
    const sinceMs = Math.round(tick / take.ticksPerMs);
    current = { ...take, epochMs: Math.max(epochMs, (endedAtMs ?? 0) - sinceMs) };
    return closed;
  }

  function begin(fragment: VideoFragment, init: VideoInit): OpenChunk {
    const startedAtMs = timeOf(fragment.decodeTime);
    const gapBefore = breaks.onChunk(endedAtMs, startedAtMs);
    const { keyframe, decodeTime } = fragment;
    watch?.onOpened({
      ...{ take: breaks.take, keyframe, gapBefore, init: init.bytes },
      ...{ startedAtMs, startedMonotonicMs: monotonicOf(decodeTime) },
    });
    return { startTick: decodeTime, endTick: 0, gapBefore, keyframe, fragments: [], bytes: 0, keyframeAsked: false };
  }

  return {
    startTake(next) {
      breaks.onRun(next.after);
      const epochMs = Math.max(next.epochMs, open ? timeOf(open.endTick) : (endedAtMs ?? 0));
      const closed = shutAtEnd(epochMs);
      const monotonicMs = Math.max(Math.round(next.monotonicMs), endedMonotonicMs);
      current = { ...next, epochMs, monotonicMs, ticksPerMs: next.init.timescale / 1_000 };
      return closed;
    },
    retime: breaks.retime,
    explainStall: breaks.explainStall,
    addFragment(fragment) {
      if (!current) throw new Error("A fragment came before its take");
      const { ticksPerMs } = current;
      const closed: PlainChunk[] = [];
      const jumped = open !== undefined && fragment.decodeTime - open.endTick > STALL_MS * ticksPerMs;
      if (breaks.isStalled || jumped) {
        breaks.breakStalled();
        closed.push(...shutAtEnd(timeOf(fragment.decodeTime)));
      }
      if (fragment.keyframe) closed.push(...moveTake(current, fragment.decodeTime));
      const startMs = timeOf(fragment.decodeTime);
      const duration = withoutStall(fragment, ticksPerMs);
      breaks.setStalled(duration !== fragment.duration);
      if (open && mustCloseBefore(fragment, duration, open, ticksPerMs)) closed.push(...shut(startMs, startMs));
      open ??= begin(fragment, current.init);
      const offset = open.bytes;
      open.fragments.push(fragment.bytes);
      open.bytes += fragment.bytes.length;
      open.endTick = fragment.decodeTime + duration;
      endedAtMs = timeOf(open.endTick);
      watch?.onPart({
        ...{ bytes: fragment.bytes, offset, fromMs: timeOf(fragment.decodeTime), toMs: endedAtMs },
        monotonicMs: monotonicOf(fragment.decodeTime),
      });
      return closed;
    },
    addEvent(event) {
      const isAdded = queue.add(event, roomForEvents());
      if (isAdded) watch?.onEvent(event);
      return isAdded;
    },
    close: () => shutAtEnd(Number.POSITIVE_INFINITY),
    get take() {
      return Math.max(0, breaks.take);
    },
    get openBytes() {
      return open ? overhead() + open.bytes + queue.bytes : queue.bytes;
    },
    wantsKeyframe() {
      if (!open || open.keyframeAsked || !isFull(open)) return false;
      open.keyframeAsked = true;
      return true;
    },
    get openMs() {
      return open ? timeOf(open.endTick) - timeOf(open.startTick) : 0;
    },
    get droppedEvents() {
      return queue.dropped;
    },
    get endedAtMs() {
      return endedAtMs;
    },
  };
}

/** Cuts the last picture where it stands for too long; returns the fragment's true length. */
function withoutStall({ duration, tail, tailAt, bytes }: VideoFragment, ticksPerMs: number): number {
  if (tail <= STALL_MS * ticksPerMs) return duration;
  const shown = Math.round(LAST_PICTURE_MS * ticksPerMs);
  if (tailAt !== null) bytes.writeUInt32BE(shown, tailAt);
  return duration - tail + shown;
}
