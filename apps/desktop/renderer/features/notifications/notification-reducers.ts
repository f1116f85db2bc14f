import type { EventReducers } from "../../shared/api/apply-event.ts";

export const notificationReducers: EventReducers<"notifications"> = {
  notifications({ unread }, { cache, queries }) {
    cache.setQueryData(queries.notifications.unread.queryKey(), { unread });
    void cache.invalidateQueries({ queryKey: queries.notifications.list.key() });
    void cache.invalidateQueries({ queryKey: queries.notifications.settings.key() });
  },
};
