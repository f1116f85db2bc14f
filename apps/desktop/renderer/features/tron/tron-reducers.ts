import type { EventReducers } from "../../shared/api/apply-event.ts";

export const tronReducers: EventReducers<"tron"> = {
  tron({ status }, { cache, queries }) {
    cache.setQueryData(queries.tron.networkStatus.queryKey(), status);
  },
};
