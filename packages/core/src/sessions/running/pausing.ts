import type { RunningSessions, RunningSessionsDeps } from "./running-sessions.ts";

/** Holds the recording of a session up, and lets it go on. */
export function createPausing({
  clock,
  repository,
  open,
}: Pick<RunningSessionsDeps, "clock" | "repository" | "open">): Pick<RunningSessions, "pause" | "resume"> {
  return {
    pause: (sessionId, reason) =>
      open.turns.take(sessionId, async () => {
        await open.running(sessionId, "recording").pause(reason);
        repository.update(sessionId, { state: "paused" }, clock.now());
      }),
    resume: (sessionId) =>
      open.turns.take(sessionId, async () => {
        await open.running(sessionId, "paused").resume();
        repository.update(sessionId, { state: "recording" }, clock.now());
      }),
  };
}
