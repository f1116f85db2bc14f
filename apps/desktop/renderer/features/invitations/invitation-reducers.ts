import type { EventReducers } from "../../shared/api/apply-event.ts";

export const invitationReducers: EventReducers<"invitation"> = {
  invitation(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.invitations.list.key() });
  },
};
