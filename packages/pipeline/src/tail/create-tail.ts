import { commonErrors, type TailHead, type TailQuery, type TailState } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { plainGap } from "@lucid/proof";
import type { ChunkPart, ChunkWatch, OpenedChunk } from "../chunker/chunk-watch.ts";
import type { SessionEvent } from "../chunker/session-event.ts";
import { createFollower, type Follower, type TailItem } from "./create-follower.ts";
import { createTailCipher } from "./create-tail-cipher.ts";

export interface TailDeps {
  readonly clock: Pick<Clock, "after">;
  /** 32 random bytes at each call. */
  readonly salt: () => Uint8Array;
  /** The record's time, Unix ms. */
  readonly now: () => number;
  readonly state: () => TailState;
}

export interface TailOptions {
  readonly sessionId: string;
  readonly dataKey: Uint8Array;
  /** Followers at once. */
  readonly followers: number;
  /** Bytes that wait for one follower at most; it must hold an open chunk. */
  readonly waitingBytes: number;
}

/** The chunk that is recorded now, for those who follow it. Nothing of it is kept longer than the chunk is open. */
export interface Tail {
  readonly watch: ChunkWatch;
  /**
   * The open chunk from its beginning, or from where `query` says, and what comes after it: encrypted with the session's
   * data key. Ends with the session, with `signal`, or when its reader is too slow.
   * @throws TOO_MANY_STREAMS
   */
  follow(query: TailQuery, signal: AbortSignal): AsyncGenerator<Uint8Array, void>;
  /** Nothing more will come. */
  end(): void;
}

type Open = OpenedChunk & { readonly index: number; readonly parts: ChunkPart[] };

/** So often somebody who follows hears that the recorder is there, also when nothing moves. */
const ALIVE_MS = 1_000;
const nothing = new Uint8Array();

export function createTail(deps: TailDeps, options: TailOptions): Tail {
  const followers = new Set<Follower>();
  let open: Open | undefined;
  let index = 0;
  let events: SessionEvent[] = [];
  let recordedUntilMs: number | null = null;
  let over = false;
  let ticking: Disposable | undefined;

  const tell = (item: TailItem): void => followers.forEach((follower) => follower.push(item));

  const alive = (): TailItem => ({
    head: { type: "alive", state: deps.state(), recorded_until_ms: recordedUntilMs },
    body: nothing,
  });

  function tick(): void {
    ticking = deps.clock.after(ALIVE_MS, tick);
    for (const follower of followers) if (follower.isIdle) follower.push(alive());
  }

  /** What somebody needs who comes in the middle. */
  function catchUp(follower: Follower, { chunk, offset = 0 }: TailQuery): void {
    if (!open) return;
    const from = chunk === open.index ? offset : 0;
    follower.push(openedItem(open));
    for (const event of events) follower.push(eventItem(open.index, event));
    for (const part of open.parts) if (part.offset >= from) follower.push(partItem(open.index, part));
  }

  function leave(follower: Follower): void {
    followers.delete(follower);
    if (followers.size > 0) return;
    ticking?.[Symbol.dispose]();
    ticking = undefined;
  }

  async function* read(follower: Follower): AsyncGenerator<Uint8Array, void> {
    const cipher = createTailCipher(options.sessionId, options.dataKey, deps.salt());
    try {
      yield cipher.start;
      for await (const { head, body } of follower.items)
        yield cipher.seal({ ...head, now_ms: deps.now() } satisfies TailHead, body);
    } finally {
      cipher.wipe();
      follower.leave();
    }
  }

  return {
    watch: {
      onOpened(chunk) {
        open = { ...chunk, index, parts: [] };
        tell(openedItem(open));
        // Those that waited for it.
        for (const event of events) tell(eventItem(index, event));
      },
      onPart(part) {
        if (!open) return;
        open.parts.push(part);
        recordedUntilMs = part.toMs;
        if (followers.size > 0) tell(partItem(open.index, part));
      },
      onEvent(event) {
        events.push(event);
        if (open && followers.size > 0) tell(eventItem(index, event));
      },
      onClosed(endedAtMs, eventsUntilMs) {
        const events_until_ms = Number.isFinite(eventsUntilMs) ? eventsUntilMs : null;
        tell({ head: { type: "closed", index, ended_at_ms: endedAtMs, events_until_ms }, body: nothing });
        index += 1;
        open = undefined;
        events = events.filter(({ t }) => t >= eventsUntilMs);
      },
    },
    follow(query, signal) {
      if (followers.size >= options.followers) throw commonErrors.TOO_MANY_STREAMS({ limit: options.followers });
      const follower = createFollower(options.waitingBytes, leave);
      signal.addEventListener("abort", follower.leave, { once: true });
      followers.add(follower);
      ticking ??= deps.clock.after(ALIVE_MS, tick);
      catchUp(follower, query);
      follower.push(alive());
      if (over) follower.end("session-ended");
      if (signal.aborted) follower.leave();
      return read(follower);
    },
    end() {
      over = true;
      for (const follower of followers) follower.end("session-ended");
    },
  };
}

const openedItem = (chunk: Open): TailItem => ({
  head: {
    type: "chunk",
    index: chunk.index,
    take: chunk.take,
    started_at_ms: chunk.startedAtMs,
    started_monotonic_ms: chunk.startedMonotonicMs,
    keyframe: chunk.keyframe,
    gap_before: chunk.gapBefore && { kind: chunk.gapBefore.kind, reason: plainGap(chunk.gapBefore).reason },
  },
  body: Uint8Array.from(chunk.init),
});

/** A copy: the chunker wipes the bytes when the chunk is closed. */
const partItem = (index: number, { bytes, offset, fromMs, toMs, monotonicMs }: ChunkPart): TailItem => ({
  head: { type: "video", index, offset, from_ms: fromMs, to_ms: toMs, monotonic_ms: monotonicMs },
  body: Uint8Array.from(bytes),
});

const eventItem = (index: number, event: SessionEvent): TailItem => ({
  head: { type: "events", index },
  body: Buffer.from(`${JSON.stringify(event)}\n`),
});
