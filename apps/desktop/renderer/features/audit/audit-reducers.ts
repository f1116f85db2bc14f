import type { EventReducers } from "../../shared/api/apply-event.ts";

export const auditReducers: EventReducers<"audit"> = {
  audit(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.audit.list.key() });
  },
};
