import { loginErrors } from "@lucid/contract";
import { requirePrincipal } from "../../calls/index.ts";
import type { HandlerDeps, Handlers } from "./handler-deps.ts";
import { createStart, recipientsOf } from "./ordering.ts";

type Deps = Pick<HandlerDeps, "access" | "views" | "sessions" | "people" | "rules" | "requirePaid">;

/** What starts a session, holds it up and ends it. */
export function createRunHandlers(deps: Deps): Handlers<"start" | "stop" | "pause" | "resume" | "cancel" | "retry"> {
  const { access, views, sessions } = deps;
  const start = createStart(deps);
  return {
    async start(input, caller) {
      const record = access.owned(input.session_id, caller);
      await start(record, input.grant_signature, recipientsOf(deps, input.recipients, caller));
      return views.fresh(record.sessionId);
    },
    async stop(input, caller) {
      const { sessionId, userId } = access.visible(input.session_id, caller);
      const principal = requirePrincipal(caller);
      if (userId !== principal.userId && !principal.permissions.has("end_any_session"))
        throw loginErrors.PERMISSION_DENIED({ permission: "end_any_session" });
      await sessions.stop(sessionId, "stopped");
      return views.fresh(sessionId);
    },
    async pause(input, caller) {
      const { sessionId } = access.owned(input.session_id, caller);
      await sessions.pause(sessionId, input.reason.toWellFormed());
      return views.fresh(sessionId);
    },
    async resume(input, caller) {
      const { sessionId } = access.owned(input.session_id, caller);
      await sessions.resume(sessionId);
      return views.fresh(sessionId);
    },
    async cancel(input, caller) {
      const { sessionId } = access.owned(input.session_id, caller);
      await sessions.cancel(sessionId);
      return views.fresh(sessionId);
    },
    async retry(input, caller) {
      const { sessionId } = access.owned(input.session_id, caller);
      await sessions.retry(sessionId);
      return views.fresh(sessionId);
    },
  };
}
