import { type Query, useQueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";

/** Shown still, though the newest question for it was refused. */
const isUnrenewed = (query: Query): boolean =>
  query.isActive() && query.state.status === "error" && query.state.data !== undefined;

export interface Unrenewed {
  /** When the oldest of it was answered, in unix ms; undefined where all that is shown is what the node last said. */
  readonly sinceMs: number | undefined;
  readonly askAgain: () => void;
}

/** What the page shows of before, because the node could not answer anew while it was heard. */
export function useUnrenewed(): Unrenewed {
  const client = useQueryClient();
  const cache = client.getQueryCache();
  const subscribe = useCallback((onChange: () => void) => cache.subscribe(onChange), [cache]);
  const oldest = useCallback(() => {
    const times = cache.findAll({ predicate: isUnrenewed }).map(({ state }) => state.dataUpdatedAt);
    return times.length === 0 ? undefined : Math.min(...times);
  }, [cache]);
  const sinceMs = useSyncExternalStore(subscribe, oldest);
  return { sinceMs, askAgain: () => void client.refetchQueries({ predicate: isUnrenewed }) };
}
