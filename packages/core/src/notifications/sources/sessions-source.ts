import type { Clock } from "@lucid/foundation";
import type { SessionsArea } from "../../sessions/index.ts";
import type { Announce, Source } from "./source.ts";

const DAY_MS = 86_400_000;
/** So long before a recording is deleted its owner is told, in whole days. */
const AHEAD_MS = 7 * DAY_MS;

export interface SessionsSourceDeps {
  readonly announce: Announce;
  readonly clock: Pick<Clock, "now">;
  readonly sessions: Pick<SessionsArea, "notice" | "settledSince" | "ending">;
}

const STATES = { failed: "session.failed", interrupted: "session.interrupted" } as const;

/** Sessions that ended badly, recordings that can be proven, and recordings that are about to be deleted: to their owners. */
export function createSessionsSource({ announce, clock, sessions }: SessionsSourceDeps): Source {
  function tell(sessionId: string): void {
    const notice = sessions.notice(sessionId);
    if (!notice) return;
    const { userId, state, completedAt } = notice;
    const about = { to: { account: userId }, sessionId, link: `/sessions/${sessionId}` };
    if (state === "failed" || state === "interrupted")
      announce({ ...about, key: `session.${state} ${sessionId}`, kind: STATES[state] });
    if (completedAt !== null && state !== "deleted")
      announce({ ...about, key: `recording.provable ${sessionId}`, kind: "recording.provable" });
  }

  /** Once for each day on which something of an account is deleted. */
  function tellOfEnds(): void {
    const now = clock.now();
    const until = Math.floor(now / DAY_MS) * DAY_MS + AHEAD_MS;
    for (const { user_id: account, first_at, recordings, session_id } of sessions.ending(now, until)) {
      const at = new Date(first_at).toISOString();
      announce({
        key: `recording.expires_soon ${account} ${at.slice(0, 10)}`,
        kind: "recording.expires_soon",
        to: { account },
        who: account,
        ...(recordings === 1 ? { sessionId: session_id, link: `/sessions/${session_id}` } : { link: "/sessions" }),
        data: { at, recordings },
      });
    }
  }

  return {
    heard: { topic: "session", of: tell },
    look(since) {
      for (const sessionId of sessions.settledSince(since)) tell(sessionId);
      tellOfEnds();
    },
  };
}
