import type { TailHead } from "@lucid/contract";
import type { TailFrame } from "@lucid/identity";
import { parseEvents, type RecordedEvent } from "../chunk-events.ts";
import { firstDecodeTime, readInit } from "../mp4.ts";
import type { Hole } from "../recording.ts";

/** A chunk as it came while it was recorded: nothing in it is sealed yet. */
export interface TailChunk {
  readonly index: number;
  readonly take: number;
  readonly keyframe: boolean;
  /** Unix ms of the record. */
  readonly startMs: number;
  readonly endMs: number;
  readonly gapBefore: Pick<Hole, "kind" | "reason"> | null;
  readonly init: Uint8Array<ArrayBuffer>;
  /** Undefined where the initialization is none that can be read. */
  readonly codec: string | undefined;
  /** Seconds of the first fragment on its take's own clock; undefined before there is one. */
  readonly decodeTime: number | undefined;
  /** Fragments, without a hole from the first one on. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  /** Length of all parts. */
  readonly size: number;
  readonly events: readonly RecordedEvent[];
  /** Whether all of it is here. */
  readonly isClosed: boolean;
}

/** The open chunk, and those before it that may not be in the list of chunks yet. */
const KEPT = 3;

/** What is known after one more frame. @throws Error where a frame does not go on where the one before it ended. */
export function takeFrame(chunks: readonly TailChunk[], { head, body }: TailFrame): readonly TailChunk[] {
  switch (head.type) {
    case "chunk":
      return opened(chunks, head, body);
    case "video":
      return changed(chunks, head.index, (chunk) => withPart(chunk, head, body));
    case "events":
      return changed(chunks, head.index, (chunk) => ({ ...chunk, events: [...chunk.events, ...parseEvents(body)] }));
    case "closed":
      return changed(chunks, head.index, (chunk) => closed(chunk, head));
    case "alive":
    case "ended":
      return chunks;
  }
}

type HeadOf<Type extends TailHead["type"]> = Extract<TailHead, { type: Type }>;

function opened(chunks: readonly TailChunk[], head: HeadOf<"chunk">, init: Uint8Array<ArrayBuffer>): readonly TailChunk[] {
  const known = chunks.find(({ index, isClosed }) => index === head.index && !isClosed);
  // One that was cut off by a break comes whole when it is sealed.
  const whole = chunks.filter(({ index, isClosed }) => index < head.index && isClosed);
  const chunk: TailChunk = {
    ...{ index: head.index, take: head.take, keyframe: head.keyframe, gapBefore: head.gap_before },
    ...{ startMs: head.started_at_ms, endMs: known?.endMs ?? head.started_at_ms },
    ...{ init, codec: readInit(init)?.codec, decodeTime: known?.decodeTime },
    ...{ parts: known?.parts ?? [], size: known?.size ?? 0 },
    // All of them come again.
    ...{ events: [], isClosed: false },
  };
  return [...whole, chunk].slice(-KEPT);
}

function changed(chunks: readonly TailChunk[], index: number, change: (chunk: TailChunk) => TailChunk): readonly TailChunk[] {
  return chunks.map((chunk) => (chunk.index === index ? change(chunk) : chunk));
}

function closed(chunk: TailChunk, { ended_at_ms: endMs, events_until_ms: untilMs }: HeadOf<"closed">): TailChunk {
  const events = untilMs === null ? chunk.events : chunk.events.filter(({ t }) => t < untilMs);
  return { ...chunk, isClosed: true, endMs, events };
}

function withPart(chunk: TailChunk, head: HeadOf<"video">, bytes: Uint8Array<ArrayBuffer>): TailChunk {
  if (head.offset < chunk.size) return chunk;
  if (head.offset > chunk.size) throw new Error(`A part of chunk ${chunk.index} is missing at ${chunk.size}`);
  return {
    ...chunk,
    decodeTime: chunk.decodeTime ?? decodeTimeOf(chunk, bytes),
    parts: [...chunk.parts, bytes],
    size: chunk.size + bytes.length,
    endMs: head.to_ms,
  };
}

function decodeTimeOf(chunk: TailChunk, bytes: Uint8Array<ArrayBuffer>): number | undefined {
  const timescale = readInit(chunk.init)?.timescale;
  const ticks = firstDecodeTime(bytes);
  return timescale && ticks !== undefined ? ticks / timescale : undefined;
}
