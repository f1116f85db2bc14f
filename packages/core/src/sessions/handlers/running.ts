import { loginErrors, sessionErrors } from "@lucid/contract";
import { type Caller, requirePrincipal } from "../../calls/index.ts";
import type { HandlerDeps, Handlers } from "./handler-deps.ts";

type Deps = Pick<HandlerDeps, "access" | "views" | "sessions" | "people" | "rules">;

/** What starts a session, holds it up and ends it. */
export function createRunHandlers(deps: Deps): Handlers<"start" | "stop" | "pause" | "resume" | "cancel" | "retry"> {
  const { access, views, sessions, people, rules } = deps;

  function recipientsOf(asked: readonly string[] | undefined, caller: Caller): readonly string[] {
    if (asked) return asked;
    const recipient = people.getUser(requirePrincipal(caller).userId)?.recipient;
    if (!recipient) {
      throw sessionErrors.RECIPIENT_INVALID(undefined, {
        message: "Name a recipient, or keep your encryption identity on the node first",
      });
    }
    return [recipient];
  }

  return {
    async start(input, caller) {
      const record = access.owned(input.session_id, caller);
      const { sessionId } = record;
      if (record.state === "created") {
        rules.require(record, "start_session");
        if (record.policy.network === "internet") rules.require(record, "use_network");
      }
      await sessions.start(sessionId, input.grant_signature, recipientsOf(input.recipients, caller));
      return views.fresh(sessionId);
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
