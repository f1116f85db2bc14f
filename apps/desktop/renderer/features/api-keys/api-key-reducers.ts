import type { EventReducers } from "../../shared/api/apply-event.ts";

export const apiKeyReducers: EventReducers<"api_keys"> = {
  api_keys(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.apiKeys.list.key() });
  },
};
