import type { Clock } from "@lucid/foundation";
import type { SessionsArea } from "../../sessions/index.ts";
import type { Announce, Source } from "./source.ts";

const DAY_MS = 86_400_000;
/** So long before a recording is deleted its owner is told. */
const AHEAD_MS = 7 * DAY_MS;
/** Recordings that are read at once. */
const PAGE = 500;

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

  function tellOfEnds(): void {
    for (let offset = 0; ; offset += PAGE) {
      const page = sessions.ending(clock.now() + AHEAD_MS, PAGE, offset);
      for (const { session_id: sessionId, user_id: account, ends_at } of page) {
        const at = new Date(ends_at).toISOString();
        announce({
          key: `recording.expires_soon ${sessionId} ${at}`,
          kind: "recording.expires_soon",
          to: { account },
          sessionId,
          link: `/sessions/${sessionId}`,
          data: { at },
        });
      }
      if (page.length < PAGE) return;
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
