import type { ChainInfo } from "@lucid/contract";
import { matchQuery, type Query } from "@tanstack/react-query";
import { createStore } from "zustand/vanilla";
import type { EventReducers, KeptAnswers } from "../../shared/api/apply-event.ts";

export interface ChainHead {
  readonly height: number;
  readonly finalizedHeight: number;
  readonly timestamp: string;
}

/** The newest block that the node told of; undefined before the first. */
export const chainHead = createStore<{ readonly head: ChainHead | undefined }>(() => ({ head: undefined }));

/**
 * Marks who shows how many transactions there are. Everybody else who asks for the state of the chain wants what never changes of it, and
 * its heights, which come with each event.
 */
export const SHOWS_COUNTS = { showsCounts: true } as const;

type IsOld = (info: ChainInfo) => boolean;

/** Asks again for what an event changes of what is shown. */
function askAgain({ cache, queries }: KeptAnswers, isOld: IsOld): void {
  const { chain } = queries;
  const predicate = (query: Query): boolean => {
    if (matchQuery({ queryKey: chain.genesis.key() }, query)) return false;
    if (!matchQuery({ queryKey: chain.info.key() }, query)) return true;
    const info = cache.getQueryData<ChainInfo>(query.queryKey);
    const areCountsShown = query.observers.some(({ options }) => options.meta?.["showsCounts"] === true);
    return areCountsShown && (info === undefined || isOld(info));
  };
  void cache.invalidateQueries({ queryKey: chain.key(), predicate });
}

export const chainReducers: EventReducers<"head" | "transaction"> = {
  head({ height, finalized_height: finalizedHeight, timestamp }, kept) {
    chainHead.setState({ head: { height, finalizedHeight, timestamp } });
    askAgain(kept, ({ current_height, finalized_height }) => current_height < height || finalized_height < finalizedHeight);
  },
  transaction(_event, kept) {
    askAgain(kept, () => true);
  },
};
