import { commonErrors, paginate, type Session } from "@lucid/contract";
import type { Services } from "../../calls/index.ts";
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
    pipeline(input, caller) {
      const session = view(access.visible(input.session_id, caller));
      const { chunk_count: chunks, anchored_chunk_count: anchored } = session;
      const isLive = sessions.live.has(session.session_id);
      return {
        session_id: session.session_id,
        status: session.pipeline_status,
        progress_percentage: chunks === 0 ? 0 : Math.round((100 * anchored) / chunks),
        current_stage: isLive ? "recording" : session.pipeline_status === "processing" ? "anchoring" : null,
        started_at: session.started_at,
        completed_at: session.completed_at,
        error_message: session.error_message,
      };
    },
    get: (input, caller) => view(access.visible(input.session_id, caller)),
    receipt(input, caller) {
      const text = repository.receipt(access.visible(input.session_id, caller).sessionId);
      if (text === null) throw commonErrors.NOT_FOUND();
      return JSON.parse(text);
    },
    // No generator itself: who may not look hears so before the stream begins.
    watch: (input, caller) => follow(access.visible(input.session_id, caller).sessionId, caller.signal),
  } satisfies Partial<Services["sessions"]>;

  async function* follow(sessionId: string, signal: AbortSignal): AsyncGenerator<Session, void, void> {
    await using following = deps.changes.follow(signal);
    yield fresh(sessionId);
    for await (const { topic, id } of following) {
      if (topic === "session" && id === sessionId) yield fresh(sessionId);
    }
  }
}
