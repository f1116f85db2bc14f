import type { Chunk, SessionId } from "@lucid/contract";
import { ORPCError } from "@orpc/client";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useApi } from "../../shared/api/api.ts";
import { connection } from "../../shared/api/connection.ts";
import { createChunkLoader } from "./chunk-loader.ts";
import { createPlayer, type Player } from "./create-player.ts";
import { fetchBytes } from "./fetch-bytes.ts";
import type { OpenOutcome } from "./opener.protocol.ts";
import type { Recording } from "./recording.ts";
import { startOpener } from "./start-opener.ts";
import { createLiveDigests } from "./tail/create-live-digests.ts";
import { followTail } from "./tail/follow-tail.ts";

export interface PlayerSource {
  readonly sessionId: SessionId;
  readonly chunks: readonly Chunk[];
  readonly recording: Recording;
  readonly growing: boolean;
  readonly dataKey: Uint8Array;
}

/** Opened chunks in memory: what is prefetched and a step back, 60 MiB at most. */
const LOADER = { keep: 6, atOnce: 3 } as const;

/** A node that cannot read a chunk begins to answer and breaks off. After as many times it is taken for gone. */
const BROKEN_OFF = 3;

const isGone = (error: unknown): boolean => error instanceof ORPCError && (error.status === 404 || error.status === 410);

/** A player over the video element of `video`, from when the element is there until the component goes. */
export function usePlayer(
  video: RefObject<HTMLVideoElement | null>,
  { sessionId, chunks, recording, growing, dataKey }: PlayerSource,
): Player | undefined {
  const api = useApi();
  const known = useRef(chunks);
  const [player, setPlayer] = useState<Player>();

  useEffect(() => {
    known.current = chunks;
  }, [chunks]);

  useEffect(() => {
    const element = video.current;
    if (!element) return undefined;
    const opener = startOpener();
    const brokenOff = new Map<number, number>();
    const digests = createLiveDigests();
    async function open(index: number, signal: AbortSignal): Promise<OpenOutcome> {
      const chunk = known.current[index];
      if (!chunk) throw new Error(`The list of chunks has no chunk ${index}`);
      try {
        const response = await fetchBytes(api, `/sessions/${sessionId}/chunks/${index}/download`, signal);
        brokenOff.set(index, (brokenOff.get(index) ?? 0) + 1);
        const container = await response.arrayBuffer();
        brokenOff.delete(index);
        const [startMs, endMs] = [Date.parse(chunk.started_at), Date.parse(chunk.ended_at)];
        return await opener.open(
          { index, sha256: chunk.hash, startMs, endMs, container, dataKey, liveSha256: digests.of(index) },
          signal,
        );
      } catch (error) {
        if (signal.aborted) brokenOff.delete(index);
        if (isGone(error) || (brokenOff.get(index) ?? 0) >= BROKEN_OFF)
          return { kind: "bad", index, trouble: "chunk-missing", detail: String(error) };
        throw error;
      }
    }
    const loader = createChunkLoader({ open }, LOADER);
    const tail = followTail({
      ...{ sessionId, dataKey },
      open: (query, signal) => fetchBytes(api, `/sessions/${sessionId}/tail${query}`, signal),
    });
    const unheard = tail.state.subscribe(({ chunks }) => digests.hear(chunks));
    const made = createPlayer(element, { load: (index, signal) => loader.load(index, signal), tail });
    setPlayer(made);
    return () => {
      setPlayer(undefined);
      unheard();
      made[Symbol.dispose]();
      tail[Symbol.dispose]();
      loader[Symbol.dispose]();
      opener[Symbol.dispose]();
    };
  }, [api, sessionId, dataKey, video]);

  useEffect(() => player?.show(recording, growing), [player, recording, growing]);

  // A node that is heard again is asked at once, not only when the player would have tried again.
  useEffect(
    () =>
      connection.subscribe((now, before) => {
        const isBack = now.state === "live" && before.state !== "live";
        if (isBack && player?.state.getState().error !== undefined) player.retry();
      }),
    [player],
  );
  return player;
}
