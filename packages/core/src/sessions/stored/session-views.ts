import type { ChainRead } from "@lucid/chain";
import { OPEN_STATES, type Session, sessionErrors } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { OwnPlaces } from "./own-places.ts";
import type { SessionRepository } from "./session-repository.ts";
import type { ShownSession } from "./session-row.ts";
import { type LiveView, viewSession } from "./session-view.ts";

/** How sessions look to a caller. */
export interface SessionViews {
  /** Any number of sessions, for the same number of look-ups. */
  many(records: readonly ShownSession[]): Session[];
  /** The session as it is now. @throws SESSION_NOT_FOUND. */
  fresh(sessionId: string): Session;
}

export interface SessionViewsDeps {
  readonly clock: Pick<Clock, "now">;
  readonly repository: Pick<SessionRepository, "many">;
  readonly places: OwnPlaces;
  readonly chain: { readonly read: Pick<ChainRead, "head"> };
  /** What only a running session knows. */
  readonly live: (sessionId: string) => LiveView | undefined;
  /** Whether its recording is over, which a full disk may keep out of its row. */
  readonly isOver: (sessionId: string) => boolean;
}

/** A block may be some seconds ahead, and a correction of the clock is over by the next one. */
const NOT_WORTH_SAYING_MS = 60_000;

export function createSessionViews({ clock, repository, places, chain, live, isOver }: SessionViewsDeps): SessionViews {
  function many(records: readonly ShownSession[]): Session[] {
    const now = clock.now();
    const placed = places.of(records);
    const headMs = chain.read.head().time * 1_000;
    const anchorsFrom = headMs - now > NOT_WORTH_SAYING_MS ? headMs : undefined;
    return records.map((row) => {
      const { sessionId } = row;
      const isEnded = isOver(sessionId) && OPEN_STATES.some((state) => state === row.state);
      const record = isEnded ? { ...row, state: "processing" as const } : row;
      return viewSession(record, { now, place: placed.get(sessionId), anchorsFrom, running: live(sessionId) });
    });
  }

  return {
    many,
    fresh(sessionId) {
      const [session] = many(repository.many([sessionId]));
      if (!session) throw sessionErrors.SESSION_NOT_FOUND();
      return session;
    },
  };
}
