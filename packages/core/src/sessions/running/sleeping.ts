import type { RunningSessions, RunningSessionsDeps } from "./running-sessions.ts";

/** A session that stays paused after a sleep. */
export interface StillPaused {
  readonly sessionId: string;
  /** Why it could not go on, in English. */
  readonly reason: string;
}

/** What a sleep of the computer does to sessions. */
export interface Sleeping {
  /** Pauses what is recorded: the chunk that is open is sealed before the computer stands still. */
  suspend(): Promise<void>;
  /** Lets what `suspend` paused go on. What somebody resumed or ended meanwhile is left as it is. */
  wake(): Promise<readonly StillPaused[]>;
}

const REASON = "the computer went to sleep";

type Deps = Pick<RunningSessionsDeps, "log" | "repository">;

export function createSleeping(
  { log, repository }: Deps,
  sessions: Pick<RunningSessions, "live" | "pause" | "resume">,
): Sleeping {
  const paused = new Set<string>();
  const stateOf = (sessionId: string) => repository.get(sessionId)?.state;

  async function pause(sessionId: string): Promise<void> {
    try {
      await sessions.pause(sessionId, REASON);
      paused.add(sessionId);
    } catch (error) {
      // It is as it would be without a pause: the sleep is a gap of its record.
      log.error({ err: error, session_id: sessionId }, "a session was not paused before the sleep");
    }
  }

  async function resume(sessionId: string): Promise<StillPaused | undefined> {
    try {
      await sessions.resume(sessionId);
      return undefined;
    } catch (error) {
      log.error({ err: error, session_id: sessionId }, "a session stays paused after the sleep");
      return { sessionId, reason: error instanceof Error ? error.message : String(error) };
    }
  }

  return {
    async suspend() {
      await Promise.all([...sessions.live.keys()].filter((id) => stateOf(id) === "recording").map(pause));
    },
    async wake() {
      const sleeping = [...paused].filter((id) => stateOf(id) === "paused");
      paused.clear();
      const found = await Promise.all(sleeping.map(resume));
      return found.filter((still) => still !== undefined);
    },
  };
}
