import type { EventReducers } from "../../shared/api/apply-event.ts";

export const configurationReducers: EventReducers<"configuration"> = {
  configuration(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.configuration.get.key() });
  },
};
