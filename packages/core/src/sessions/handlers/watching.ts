import { commonErrors, type Session } from "@lucid/contract";
import type { HandlerDeps, Handlers } from "./handler-deps.ts";

type Deps = Pick<HandlerDeps, "repository" | "access" | "views" | "sessions" | "changes">;

/** One session as it is, and as it changes. */
export function createWatchHandlers(deps: Deps): Handlers<"get" | "pipeline" | "receipt" | "watch"> {
  const { repository, access, views, sessions, changes } = deps;
  return {
    get: (input, caller) => views.fresh(access.visible(input.session_id, caller).sessionId),
    pipeline(input, caller) {
      const session = views.fresh(access.visible(input.session_id, caller).sessionId);
      const { chunk_count: chunks, anchored_chunk_count: anchored } = session;
      const isLive = sessions.live.has(session.session_id);
      return {
        session_id: session.session_id,
        status: session.pipeline_status,
        progress_percentage: chunks === 0 ? 0 : Math.round((100 * anchored) / chunks),
        current_stage: isLive ? "recording" : session.pipeline_status === "processing" ? "anchoring" : null,
        started_at: session.started_at,
        completed_at: session.completed_at,
        reason: session.reason,
        error_message: session.error_message,
      };
    },
    receipt(input, caller) {
      const text = repository.receipt(access.visible(input.session_id, caller).sessionId);
      if (text === null) throw commonErrors.NOT_FOUND();
      return JSON.parse(text);
    },
    // No generator itself: who may not look hears so before the stream begins.
    watch: (input, caller) => follow(access.visible(input.session_id, caller).sessionId, caller.signal),
  };

  async function* follow(sessionId: string, signal: AbortSignal): AsyncGenerator<Session, void, void> {
    await using following = changes.follow(signal);
    yield views.fresh(sessionId);
    for await (const { topic, id } of following) {
      if (topic === "session" && id === sessionId) yield views.fresh(sessionId);
    }
  }
}
