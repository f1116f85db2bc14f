import { type Found, requirePrincipal, type SearchProvider } from "../../calls/index.ts";
import type { HandlerDeps } from "./handler-deps.ts";

/** Sessions that the caller may see, as the list finds them. */
export function createSessionFinder({ repository, access }: Pick<HandlerDeps, "repository" | "access">): SearchProvider {
  return {
    kind: "sessions",
    find({ text, limit }, caller): Found | undefined {
      const { permissions } = requirePrincipal(caller);
      if (!permissions.has("view_own_sessions") && !permissions.has("view_all_sessions")) return undefined;
      const { sessions, total } = repository.list({
        userId: access.scope(caller),
        words: text,
        sort: "created_at",
        order: "desc",
        limit,
        offset: 0,
      });
      const hits = sessions.map(({ sessionId, name, state, createdAt }) => ({
        id: sessionId,
        title: name,
        detail: state,
        at: new Date(createdAt).toISOString(),
      }));
      return { hits, total };
    },
  };
}
