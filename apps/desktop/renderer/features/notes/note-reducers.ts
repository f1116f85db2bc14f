import type { EventReducers } from "../../shared/api/apply-event.ts";

export const noteReducers: EventReducers<"notes"> = {
  notes({ session_id }, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.notes.list.queryKey({ input: { session_id } }) });
  },
};
