import { isOpen, type Session, type SessionId } from "@lucid/contract";
import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { useApi } from "../../shared/api/api.ts";
import { useKnownNow } from "../../shared/ui/index.ts";
import { layOut, type Recording } from "../player/index.ts";
import { type ChunkList, type ChunkListState, createChunkList } from "./chunk-list.ts";

const nothingYet = createStore<ChunkListState>(() => ({ chunks: [], loading: true, error: undefined }));

/** The session's chunks, and more of them as it grows. */
export function useChunks(id: SessionId, count: number): ChunkListState & { readonly retry: () => void } {
  const { client } = useApi();
  const [list, setList] = useState<ChunkList>();

  useEffect(() => {
    const made = createChunkList((page, limit, signal) => client.sessions.chunks({ session_id: id, page, limit }, { signal }));
    setList(made);
    return () => made[Symbol.dispose]();
  }, [client, id]);

  useEffect(() => list?.growTo(count), [list, count]);
  const state = useStore(list?.state ?? nothingYet);
  return { ...state, retry: () => list?.growTo(count) };
}

/** A pause that still goes on grows by the second; everything else stands still between two chunks. */
const STEP_MS = { paused: 1_000, still: 3_600_000 } as const;

/** The time line of a session. */
export function useRecording(session: Session, chunks: ChunkListState["chunks"]): Recording {
  const isPaused = isOpen(session) && session.gaps.some((gap) => gap.to === null);
  const now = useKnownNow(isPaused ? STEP_MS.paused : STEP_MS.still);
  const openUntil = isPaused ? now : undefined;
  return useMemo(() => layOut(chunks, session.gaps, openUntil), [chunks, session.gaps, openUntil]);
}
