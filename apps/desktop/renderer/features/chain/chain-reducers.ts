import { createStore } from "zustand/vanilla";
import type { EventReducers } from "../../shared/api/apply-event.ts";

export interface ChainHead {
  readonly height: number;
  readonly finalizedHeight: number;
  readonly timestamp: string;
}

/** The newest block that the node told of; undefined before the first. */
export const chainHead = createStore<{ readonly head: ChainHead | undefined }>(() => ({ head: undefined }));

export const chainReducers: EventReducers<"head" | "transaction"> = {
  head({ height, finalized_height: finalizedHeight, timestamp }, { cache, queries }) {
    chainHead.setState({ head: { height, finalizedHeight, timestamp } });
    void cache.invalidateQueries({ queryKey: queries.chain.key() });
  },
  transaction(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.chain.key() });
  },
};
