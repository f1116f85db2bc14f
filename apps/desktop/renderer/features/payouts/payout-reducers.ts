import type { EventReducers } from "../../shared/api/apply-event.ts";

export const payoutReducers: EventReducers<"payouts"> = {
  payouts(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.payouts.key() });
    void cache.invalidateQueries({ queryKey: queries.claims.list.key() });
    void cache.invalidateQueries({ queryKey: queries.schedules.key() });
  },
};
