import type { EventReducers } from "../../shared/api/apply-event.ts";

export const networkReducers: EventReducers<"network"> = {
  network({ status }, { cache, queries }) {
    cache.setQueryData(queries.network.status.queryKey(), status);
    for (const query of [queries.network.members, queries.network.peers]) void cache.invalidateQueries({ queryKey: query.key() });
  },
};
