import type { EventReducers } from "../../shared/api/apply-event.ts";

export const torReducers: EventReducers<"tor"> = {
  tor({ status }, { cache, queries }) {
    const before = cache.getQueryData(queries.tor.status.queryKey());
    cache.setQueryData(queries.tor.status.queryKey(), status);
    if (before?.onion.clients !== status.onion.clients) void cache.invalidateQueries({ queryKey: queries.tor.clients.key() });
  },
};
