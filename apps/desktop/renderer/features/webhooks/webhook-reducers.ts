import type { EventReducers } from "../../shared/api/apply-event.ts";

export const webhookReducers: EventReducers<"webhook"> = {
  webhook(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.webhooks.list.key() });
    void cache.invalidateQueries({ queryKey: queries.webhooks.deliveries.key() });
  },
};
