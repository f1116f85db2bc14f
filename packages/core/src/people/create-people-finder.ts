import { type Found, requirePrincipal, type SearchProvider } from "../calls/index.ts";
import type { People } from "./people.ts";

/** Accounts, for who may see them all: by the beginning of a name, an e-mail address, an id or a TRON address. */
export const createPeopleFinder = ({ list }: Pick<People, "list">): SearchProvider => ({
  kind: "people",
  find({ text, limit }, caller): Found | undefined {
    if (!requirePrincipal(caller).permissions.has("view_all_users")) return undefined;
    const { accounts, total } = list({ text, limit, offset: 0 });
    const hits = accounts.map(({ user_id, username, tron_address, role, created_at }) => ({
      id: user_id,
      title: username ?? tron_address ?? user_id,
      detail: role,
      at: new Date(created_at).toISOString(),
    }));
    return { hits, total };
  },
});
