import type { EventReducers } from "../../shared/api/apply-event.ts";

export const backupReducers: EventReducers<"backups"> = {
  backups(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.backups.get.key() });
  },
};
