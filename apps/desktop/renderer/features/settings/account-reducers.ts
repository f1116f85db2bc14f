import type { EventReducers } from "../../shared/api/apply-event.ts";

export const accountReducers: EventReducers<"account" | "group" | "logins"> = {
  account(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.people.key() });
    void cache.invalidateQueries({ queryKey: queries.email.key() });
    void cache.invalidateQueries({ queryKey: queries.directory.key() });
  },
  group(_event, { cache, queries }) {
    void cache.invalidateQueries({ queryKey: queries.groups.key() });
  },
  logins({ user_id }, { cache, queries }) {
    for (const { key } of [queries.logins.list, queries.logins.passkeys, queries.logins.secondFactor])
      void cache.invalidateQueries({ queryKey: key() });
    void cache.invalidateQueries({ queryKey: queries.directory.get.key({ input: { user_id } }) });
  },
};
