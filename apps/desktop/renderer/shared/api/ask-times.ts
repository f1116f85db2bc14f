import type { Query, QueryClient } from "@tanstack/react-query";

/** By the clock of the page (`performance.now`). What was asked before anybody looked has no time. */
const times = new WeakMap<Query, number>();

/** Notes when each query is asked, from now on. */
export function watchAsking(cache: QueryClient): void {
  cache.getQueryCache().subscribe((event) => {
    if (event.type === "updated" && event.action.type === "fetch") times.set(event.query, performance.now());
  });
}

/** Whether a query was last asked before a moment, or nobody knows when. */
export const wasAskedBefore =
  (momentMs: number) =>
  (query: Query): boolean =>
    (times.get(query) ?? Number.NEGATIVE_INFINITY) <= momentMs;
