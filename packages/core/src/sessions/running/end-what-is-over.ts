import type { SessionReason } from "@lucid/contract";
import type { Logger } from "pino";
import type { SessionRules } from "../../policies/index.ts";
import type { OpenSessions } from "./open-sessions.ts";
import type { RunningSessions } from "./running-sessions.ts";

const POLICY_CLOSED: SessionReason = { code: "policy-closed", data: {} };

/** Ends the sessions that may not go on: what somebody had allowed for them is over or was taken back, or their network is closed. */
export function endWhatIsOver(
  { open, rules, log }: { readonly open: OpenSessions; readonly rules: Pick<SessionRules, "isOver">; readonly log: Logger },
  sessions: Pick<RunningSessions, "stop">,
): void {
  for (const sessionId of open.live.keys()) {
    if (!rules.isOver(open.required(sessionId))) continue;
    log.warn({ session_id: sessionId }, "a session may not go on by its policy");
    sessions
      .stop(sessionId, "limit", POLICY_CLOSED)
      .catch((error: unknown) => log.error({ err: error, session_id: sessionId }, "session could not be ended"));
  }
}
