import type { InvalidateQueryFilters, Query, QueryClient } from "@tanstack/react-query";

/** What an event may do to the answers that are kept. */
export interface KeptCache extends Pick<QueryClient, "getQueryData" | "getQueriesData" | "setQueryData" | "removeQueries"> {
  /** What is shown of them is asked for again, behind whatever is asked now; what is not shown, when it is. */
  invalidateQueries(filters?: InvalidateQueryFilters): Promise<void>;
}

/**
 * A question that is under way when an event comes is let through and asked once more afterwards. Taken back instead, a computer that
 * needs longer for an answer than there is between two events would never show one.
 */
export function createKeptCache(cache: QueryClient): KeptCache {
  const waiting = new WeakSet<Query>();

  function askBehind(query: Query): void {
    if (waiting.has(query)) return;
    waiting.add(query);
    const again = (): void => {
      waiting.delete(query);
      void invalidateQueries({ queryKey: query.queryKey, exact: true });
    };
    // Joins the one under way; how that ends is said where it is shown.
    query.fetch(undefined, { cancelRefetch: false }).then(again, again);
  }

  async function invalidateQueries(filters: InvalidateQueryFilters = {}): Promise<void> {
    for (const query of cache.getQueryCache().findAll({ ...filters, fetchStatus: "fetching" })) askBehind(query);
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
