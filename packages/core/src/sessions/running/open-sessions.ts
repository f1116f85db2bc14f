import { commonErrors, sessionErrors } from "@lucid/contract";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { requireState } from "../stored/session-state.ts";
import type { LiveSession } from "./live-session.ts";
import { createTurns, type Turns } from "./turns.ts";

/** A session whose desktop is being opened. */
export interface Opening {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

/** Which sessions are at work at this moment; starting, pausing and ending them share it. */
export interface OpenSessions {
  /** The account of every session that starts or runs. */
  readonly places: Map<string, string>;
  readonly opening: Map<string, Opening>;
  readonly live: Map<string, LiveSession>;
  /** Sessions that ended and wait for the disk to be sealed. */
  readonly unsealed: Set<string>;
  /** What happens to one session happens one after the other. */
  readonly turns: Turns;
  /** The node ends: nothing starts any more. */
  readonly closing: AbortController;
  /** @throws SESSION_NOT_FOUND. */
  required(sessionId: string): SessionRecord;
  /** @throws SESSION_STATE, and UNAVAILABLE when the row says that it runs and it does not. */
  running(sessionId: string, ...allowed: SessionRecord["state"][]): LiveSession;
}

export function createOpenSessions(repository: Pick<SessionRepository, "get">): OpenSessions {
  const live = new Map<string, LiveSession>();

  function required(sessionId: string): SessionRecord {
    const record = repository.get(sessionId);
    if (!record) throw sessionErrors.SESSION_NOT_FOUND();
    return record;
  }

  return {
    places: new Map(),
    opening: new Map(),
    live,
    unsealed: new Set(),
    turns: createTurns(),
    closing: new AbortController(),
    required,
    running(sessionId, ...allowed) {
      requireState(required(sessionId).state, ...allowed);
      const session = live.get(sessionId);
      if (!session) throw commonErrors.UNAVAILABLE();
      return session;
    },
  };
}
