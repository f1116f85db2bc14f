import type { EventReducers } from "../../shared/api/apply-event.ts";

export const policyReducers: EventReducers<"policy" | "access_request"> = {
  /** What may be chosen for a new session may be another list as well. */
  policy(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.policies.key() });
    void cache.invalidateQueries({ queryKey: queries.sessions.defaults.key() });
  },
  access_request(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.accessRequests.key() });
    void cache.invalidateQueries({ queryKey: queries.sessions.connection.key() });
    void cache.invalidateQueries({ queryKey: queries.sessions.defaults.key() });
  },
};
