import type { Chunk, Pagination } from "@lucid/contract";
import { createStore, type StoreApi } from "zustand/vanilla";
import { PageFaultError } from "../../shared/api/page-fault.ts";

export interface ChunkListState {
  /** All chunks known so far, by ascending index without a hole. */
  readonly chunks: readonly Chunk[];
  readonly loading: boolean;
  readonly error: unknown;
}

export interface ChunkList extends Disposable {
  readonly state: StoreApi<ChunkListState>;
  /** Fetches until `count` chunks are known. Called again whenever the session has grown. */
  growTo(count: number): void;
}

export type FetchPage = (
  page: number,
  limit: number,
  signal: AbortSignal,
) => Promise<{ readonly chunks: readonly Chunk[]; readonly pagination: Pagination }>;

/** The list of chunks of a session that may still grow: what is known is not asked for again. */
export function createChunkList(fetchPage: FetchPage, limit = 500): ChunkList {
  const state = createStore<ChunkListState>(() => ({ chunks: [], loading: false, error: undefined }));
  const stop = new AbortController();
  let wanted = 0;

  async function fetchNext(): Promise<boolean> {
    const { chunks } = state.getState();
    const page = Math.floor(chunks.length / limit) + 1;
    const answer = await fetchPage(page, limit, stop.signal);
    const added = answer.chunks.slice(chunks.length - (page - 1) * limit);
    if (added.some((chunk, at) => chunk.index !== chunks.length + at)) throw new PageFaultError("chunk-list");
    if (added.length > 0) state.setState({ chunks: [...chunks, ...added] });
    return added.length > 0;
  }

  async function run(): Promise<void> {
    state.setState({ loading: true, error: undefined });
    try {
      while (state.getState().chunks.length < wanted && (await fetchNext()));
    } catch (error) {
      if (!stop.signal.aborted) state.setState({ error });
    } finally {
      state.setState({ loading: false });
    }
  }

  return {
    state,
    growTo(count) {
      wanted = Math.max(wanted, count);
      const { loading, chunks } = state.getState();
      if (!loading && chunks.length < wanted) void run();
    },
    [Symbol.dispose]: () => stop.abort(new Error("The page was left")),
  };
}
