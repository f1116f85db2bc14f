import type { EventReducers } from "../../shared/api/apply-event.ts";

export const keyReducers: EventReducers<"keys"> = {
  keys(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.keys.get.key() });
  },
};
