import { commonErrors, paginate } from "@lucid/contract";
import type { SessionsService } from "../../gateway/index.ts";
import { provenChunks } from "../stored/session-view.ts";
import type { SessionsServiceDeps, SessionViews } from "./session-service-deps.ts";

const DAYS_30_MS = 30 * 86_400_000;

/** Lists, figures and streams of sessions. */
export function createSessionReading(deps: SessionsServiceDeps, { view, fresh }: SessionViews) {
  const { clock, repository, access, sessions } = deps;
  return {
    list(input, caller) {
      const { sessions: found, total } = repository.list({
        userId: access.scope(caller),
        state: input.status,
        words: input.q,
        sort: input.sort,
        order: input.order,
        limit: input.limit,
        offset: (input.page - 1) * input.limit,
      });
      return { sessions: found.map(view), pagination: paginate(input, total) };
    },
    defaults: () => deps.defaults,
    statistics(_input, caller) {
      const scope = access.scope(caller);
      const { total, recordedMs, size, chunks } = repository.statistics(scope, clock.now() - DAYS_30_MS);
      const live = [...sessions.live.keys()].filter((id) => scope === undefined || repository.get(id)?.userId === scope).length;
      const unproven = repository
        .waiting(scope)
        .reduce((sum, record) => sum + record.chunkCount - provenChunks(record, deps.chain), 0);
      return {
        live,
        total,
        recorded_seconds_30_days: recordedMs / 1_000,
        size_bytes: size,
        provable: chunks === 0 ? 1 : 1 - unproven / chunks,
      };
    },
    get: (input, caller) => view(access.visible(input.session_id, caller)),
    receipt(input, caller) {
      const text = repository.receipt(access.visible(input.session_id, caller).sessionId);
      if (text === null) throw commonErrors.NOT_FOUND();
      return JSON.parse(text);
    },
    async *watch(input, caller) {
      const { sessionId } = access.visible(input.session_id, caller);
      yield fresh(sessionId);
      for await (const changed of deps.feed.follow(caller.signal)) if (changed === sessionId) yield fresh(sessionId);
    },
  } satisfies Partial<SessionsService>;
}
