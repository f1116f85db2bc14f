import { type Session, type SessionState, sessionErrors } from "@lucid/contract";

/**
 * Which state may follow which. `interrupted` is where a crash leads; a session stays there while its
 * record is sealed, anchored and final, so that nobody takes it for a complete one.
 */
const NEXT: Readonly<Record<SessionState, readonly SessionState[]>> = {
  created: ["recording", "cancelled", "failed"],
  recording: ["paused", "processing", "failed", "interrupted"],
  paused: ["recording", "processing", "failed", "interrupted"],
  processing: ["stored", "failed", "interrupted", "cancelled"],
  stored: ["anchored", "deleted"],
  anchored: ["completed", "stored", "deleted"],
  completed: ["deleted"],
  failed: ["processing", "deleted"],
  cancelled: ["deleted"],
  interrupted: ["deleted"],
  deleted: [],
};

export const mayFollow = (from: SessionState, to: SessionState): boolean => NEXT[from].includes(to);

/** @throws SESSION_STATE unless the session is in one of the states. */
export function requireState(state: SessionState, ...allowed: SessionState[]): void {
  if (!allowed.includes(state)) throw sessionErrors.SESSION_STATE({ status: state, allowed });
}

/**
 * The coarse fields of the published API for each state. An interrupted session keeps its state while its record is on
 * its way to a final block, which `isFinal` tells.
 */
export function projection(
  state: SessionState,
  isFinal: boolean,
): Pick<Session, "status" | "recording_status" | "pipeline_status"> {
  switch (state) {
    case "created":
      return { status: "active", recording_status: "not_started", pipeline_status: "pending" };
    case "recording":
      return { status: "active", recording_status: "recording", pipeline_status: "processing" };
    case "paused":
      return { status: "paused", recording_status: "paused", pipeline_status: "processing" };
    case "processing":
    case "stored":
    case "anchored":
      return { status: "completed", recording_status: "stopped", pipeline_status: "processing" };
    case "interrupted":
      return { status: "completed", recording_status: "stopped", pipeline_status: isFinal ? "completed" : "processing" };
    case "completed":
    case "deleted":
      return { status: "completed", recording_status: "stopped", pipeline_status: "completed" };
    case "failed":
      return { status: "failed", recording_status: "stopped", pipeline_status: "failed" };
    case "cancelled":
      return { status: "cancelled", recording_status: "stopped", pipeline_status: "completed" };
  }
}
