import { requireState } from "../stored/session-state.ts";
import type { RunningSessions, RunningSessionsDeps } from "./running-sessions.ts";

/** Seals and anchors again what could not be before. */
export function createRetrying({
  open,
  proving,
  isAnchored,
}: Pick<RunningSessionsDeps, "open" | "proving" | "isAnchored">): Pick<RunningSessions, "retry"> {
  return {
    retry: (sessionId) =>
      open.turns.take(sessionId, async () => {
        const { state, manifestHash } = open.required(sessionId);
        requireState(state, "processing", "interrupted", "stored");
        if (manifestHash === null) await proving.seal(sessionId);
        else if (!isAnchored(sessionId)) await proving.anchoring.submit(sessionId);
      }),
  };
}
