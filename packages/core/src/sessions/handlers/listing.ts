import { paginate } from "@lucid/contract";
import { requirePrincipal } from "../../calls/index.ts";
import { visibleLive } from "./count-live.ts";
import type { HandlerDeps, Handlers } from "./handler-deps.ts";

type Deps = Pick<HandlerDeps, "clock" | "repository" | "access" | "views" | "places" | "defaults"> & {
  readonly rules: Pick<HandlerDeps["rules"], "offered">;
  readonly sessions: Pick<HandlerDeps["sessions"], "live">;
};

const DAY_MS = 86_400_000;

/** Lists of sessions and figures about them, each in a constant number of queries. */
export function createListHandlers(deps: Deps): Handlers<"list" | "expiring" | "statistics" | "defaults"> {
  const { clock, repository, access, views, places, sessions } = deps;

  function unproven(scope: string | undefined): number {
    const waiting = repository.waiting(scope);
    const placed = places.of(waiting);
    return waiting.reduce((sum, session) => sum + session.chunkCount - (placed.get(session.sessionId)?.proven ?? 0), 0);
  }

  return {
    list(input, caller) {
      const { sessions: found, total } = repository.list({
        userId: access.scope(caller),
        state: input.status,
        group: input.group,
        words: input.q,
        sort: input.sort,
        order: input.order,
        limit: input.limit,
        offset: (input.page - 1) * input.limit,
      });
      return { sessions: views.many(found), pagination: paginate(input, total) };
    },
    expiring({ days, limit }, caller) {
      const until = clock.now() + days * DAY_MS;
      const found = repository.expiring(access.scope(caller), until, limit + 1);
      return { sessions: views.many(found.slice(0, limit)), has_more: found.length > limit };
    },
    defaults: (_input, caller) => ({ ...deps.defaults, policies: deps.rules.offered(requirePrincipal(caller).userId) }),
    statistics(_input, caller) {
      const scope = access.scope(caller);
      const { total, size, chunks } = repository.totals(scope);
      const running = visibleLive({ repository, access, live: sessions.live }, caller);
      const runningMs = running.reduce((sum, session) => sum + session.view().openForMs, 0);
      return {
        live: running.length,
        total,
        recorded_seconds_30_days: (repository.recordedMs(scope, clock.now() - 30 * DAY_MS) + runningMs) / 1_000,
        size_bytes: size,
        provable: chunks === 0 ? 1 : 1 - unproven(scope) / chunks,
      };
    },
  };
}
