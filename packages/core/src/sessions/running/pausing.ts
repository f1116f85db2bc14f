import type { RunningSessions, RunningSessionsDeps } from "./running-sessions.ts";

/** Holds the recording or the input of a session up, and lets it go on. */
export function createPausing({
  clock,
  repository,
  open,
}: Pick<RunningSessionsDeps, "clock" | "repository" | "open">): Pick<RunningSessions, "pause" | "resume" | "lockInput"> {
  return {
    pause: (sessionId, reason) =>
      open.turns.take(sessionId, async () =>
        open.running(sessionId, "recording").pause(reason, () => repository.update(sessionId, { state: "paused" }, clock.now())),
      ),
    lockInput: (sessionId, reason) =>
      open.turns.take(sessionId, async () => open.running(sessionId, "recording", "paused").lockInput(reason)),
    resume: (sessionId) =>
      open.turns.take(sessionId, async () =>
        open.running(sessionId, "paused").resume(() => repository.update(sessionId, { state: "recording" }, clock.now())),
      ),
  };
}
