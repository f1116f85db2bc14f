import type { InvalidateQueryFilters, Query, QueryClient } from "@tanstack/react-query";

const always = (): boolean => true;

/** What an event may do to the answers that are kept. */
export interface KeptCache extends Pick<QueryClient, "getQueryData" | "getQueriesData" | "setQueryData" | "removeQueries"> {
  /**
   * What is shown of them is asked for again, behind whatever is asked now; what is not shown, when it is. A `predicate` is asked once more when
   * the question under way is answered: it may know by then what the event told.
   */
  invalidateQueries(filters?: InvalidateQueryFilters): Promise<void>;
}

/**
 * A question that is under way when an event comes is let through and asked once more afterwards. Taken back instead, a computer that
 * needs longer for an answer than there is between two events would never show one.
 */
export function createKeptCache(cache: QueryClient): KeptCache {
  const waiting = new WeakMap<Query, Set<(query: Query) => boolean>>();

  function askBehind(query: Query, isWanted: (query: Query) => boolean): void {
    const wishes = waiting.get(query);
    if (wishes) {
      wishes.add(isWanted);
      return;
    }
    const wanted = new Set([isWanted]);
    waiting.set(query, wanted);
    const again = (): void => {
      waiting.delete(query);
      if ([...wanted].some((isWanted) => isWanted(query))) void invalidateQueries({ queryKey: query.queryKey, exact: true });
    };
    // Joins the one under way; how that ends is said where it is shown.
    query.fetch(undefined, { cancelRefetch: false }).then(again, again);
  }

  async function invalidateQueries(filters: InvalidateQueryFilters = {}): Promise<void> {
    for (const query of cache.getQueryCache().findAll({ ...filters, fetchStatus: "fetching" }))
      askBehind(query, filters.predicate ?? always);
    await cache.invalidateQueries(filters, { cancelRefetch: false });
  }

  return {
    getQueryData: cache.getQueryData.bind(cache),
    getQueriesData: cache.getQueriesData.bind(cache),
    setQueryData: cache.setQueryData.bind(cache),
    removeQueries: cache.removeQueries.bind(cache),
    invalidateQueries,
  };
}
