import type { TailState as RecorderState, SessionId, TailHead } from "@lucid/contract";
import { createTailReader } from "@lucid/identity";
import { createStore, type StoreApi } from "zustand/vanilla";
import { createNodeClock } from "./create-node-clock.ts";
import { type TailChunk, takeFrame } from "./tail-chunks.ts";

export type TailLink =
  /** Nobody wants it, or the session is over. */
  | { readonly kind: "off" }
  | { readonly kind: "connecting" }
  | { readonly kind: "following" }
  /** It broke off and is tried again. `too-slow`: the node let this reader go. */
  | { readonly kind: "broken"; readonly cause: "too-slow" | "failed"; readonly error: unknown };

export interface TailState {
  readonly link: TailLink;
  /** What the recorder does, as it last said. */
  readonly recorder: RecorderState | undefined;
  readonly chunks: readonly TailChunk[];
}

export interface Tail extends Disposable {
  readonly state: StoreApi<TailState>;
  /** Whether it is to be followed; breaks are tried again while it is. */
  want(on: boolean): void;
  /** Unix ms of the record now, as far as it is heard; undefined while it is not. */
  nowMs(): number | undefined;
}

export interface TailDeps {
  /** Asks the node; `query` begins with a question mark or is empty. Rejects with the node's refusal. */
  readonly open: (query: string, signal: AbortSignal) => Promise<Response>;
  readonly sessionId: SessionId;
  readonly dataKey: Uint8Array;
}

/** A sign of life comes every second; after three of them nothing is known any more. */
const SILENT_MS = 3_500;
const RETRY_MS = 1_000;
/** The node's answer for a session that is over. */
const NO_CONTENT = 204;

class Over extends Error {
  readonly reason: "session-ended" | "too-slow";
  constructor(reason: "session-ended" | "too-slow") {
    super(reason);
    this.reason = reason;
  }
}

/** Follows what a running session records, over one connection at a time. */
export function followTail({ open, sessionId, dataKey }: TailDeps): Tail {
  const state = createStore<TailState>(() => ({ link: { kind: "off" }, recorder: undefined, chunks: [] }));
  const clock = createNodeClock();
  let wanted: AbortController | undefined;

  const link = (link: TailLink): void => state.setState({ link });

  function queryOf(): string {
    const last = state.getState().chunks.at(-1);
    return last && !last.isClosed ? `?chunk=${last.index}&offset=${last.size}` : "";
  }

  function hear(bytes: Uint8Array, reader: ReturnType<typeof createTailReader>, askedAtMs: number, isFirst: boolean): TailHead[] {
    const frames = reader.push(bytes);
    const atMs = performance.now();
    let { chunks, recorder } = state.getState();
    for (const frame of frames) {
      if (isFirst && frame === frames[0]) clock.connected(frame.head.now_ms, askedAtMs);
      clock.heard(frame.head.now_ms, atMs);
      if (frame.head.type === "alive") recorder = frame.head.state;
      if (frame.head.type === "video") recorder = "recording";
      chunks = takeFrame(chunks, frame);
    }
    if (frames.length > 0) state.setState({ chunks, recorder, link: { kind: "following" } });
    return frames.map(({ head }) => head);
  }

  /** One connection. @throws Over when the node says that it was the last frame, and whatever breaks it. */
  async function connect(signal: AbortSignal): Promise<never> {
    const silent = new AbortController();
    const tooLong = (): void => silent.abort(new Error("The node was not heard for some seconds"));
    let silence = setTimeout(tooLong, SILENT_MS);
    try {
      const both = AbortSignal.any([signal, silent.signal]);
      const askedAtMs = performance.now();
      const response = await open(queryOf(), both);
      if (response.status === NO_CONTENT) throw new Over("session-ended");
      const body = response.body?.getReader();
      const reader = createTailReader(sessionId, dataKey);
      let heads: TailHead[] = [];
      for (let isFirst = true; ; isFirst &&= heads.length === 0) {
        const { done, value } = (await body?.read()) ?? { done: true, value: undefined };
        if (done) throw new Error("The node broke off");
        heads = hear(value, reader, askedAtMs, isFirst);
        const last = heads.at(-1);
        if (last?.type === "ended") throw new Over(last.reason);
        if (!last) continue;
        clearTimeout(silence);
        silence = setTimeout(tooLong, SILENT_MS);
      }
    } catch (error) {
      throw silent.signal.aborted && !signal.aborted ? silent.signal.reason : error;
    } finally {
      clearTimeout(silence);
      silent.abort();
    }
  }

  async function keepFollowing(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (state.getState().link.kind === "off") link({ kind: "connecting" });
      const error: unknown = await connect(signal).catch((error: unknown) => error);
      if (signal.aborted) return;
      // Whoever wants it hears of the end by another way, and perhaps later.
      if (error instanceof Over && error.reason === "session-ended") return link({ kind: "off" });
      link({ kind: "broken", cause: error instanceof Over ? "too-slow" : "failed", error });
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }

  function stop(): void {
    wanted?.abort(new Error("The live part is not wanted any more"));
    wanted = undefined;
    link({ kind: "off" });
  }

  return {
    state,
    want(on) {
      if (on === (wanted !== undefined)) return;
      if (!on) return stop();
      wanted = new AbortController();
      void keepFollowing(wanted.signal);
    },
    nowMs: () => (state.getState().link.kind === "following" ? clock.at(performance.now()) : undefined),
    [Symbol.dispose]: stop,
  };
}
