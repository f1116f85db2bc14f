import { LucidError, type SessionId } from "@lucid/contract";
import type { Services } from "../../calls/index.ts";
import type { HandlerDeps } from "./handler-deps.ts";

/** What an admin does to sessions of others; their owners are told the reason. */
export function createOversight({
  access,
  views,
  sessions,
}: Pick<HandlerDeps, "access" | "views" | "sessions">): Services["oversight"] {
  return {
    async end({ session_ids, reason }, caller) {
      const why = { code: "ended-by-admin", data: { text: reason.toWellFormed() } } as const;
      async function endOne(session_id: SessionId) {
        try {
          await sessions.stop(access.visible(session_id, caller).sessionId, "stopped", why);
          return { session_id, ended: true, code: null };
        } catch (error) {
          if (!(error instanceof LucidError)) throw error;
          return { session_id, ended: false, code: error.code };
        }
      }
      const results = await Promise.all([...new Set(session_ids)].map(endOne));
      const ended = results.filter((one) => one.ended).map((one) => one.session_id);
      caller.identify({ details: { reason, ended: ended.join(" "), refused: results.length - ended.length } });
      return { results };
    },
    async pause({ session_id, reason }, caller) {
      const { sessionId } = access.visible(session_id, caller);
      caller.identify({ details: { reason } });
      await sessions.pause(sessionId, reason.toWellFormed());
      return views.fresh(sessionId);
    },
    async lockInput({ session_id, reason }, caller) {
      const { sessionId } = access.visible(session_id, caller);
      caller.identify({ details: { reason } });
      await sessions.lockInput(sessionId, reason.toWellFormed());
      return views.fresh(sessionId);
    },
    async unlockInput({ session_id }, caller) {
      const { sessionId } = access.visible(session_id, caller);
      await sessions.lockInput(sessionId, undefined);
      return views.fresh(sessionId);
    },
  };
}
