import { type Session, sessionErrors } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { type ChainPlaces, provenChunks } from "./proven-chunks.ts";
import type { SessionRepository } from "./session-repository.ts";
import type { SessionRecord } from "./session-row.ts";
import { type LiveView, viewSession } from "./session-view.ts";

/** How sessions look to a caller. */
export interface SessionViews {
  /** Any number of sessions, for the same number of look-ups. */
  many(records: readonly SessionRecord[]): Session[];
  /** The session as it is now. @throws SESSION_NOT_FOUND. */
  fresh(sessionId: string): Session;
}

export interface SessionViewsDeps {
  readonly clock: Pick<Clock, "now">;
  readonly repository: Pick<SessionRepository, "many" | "endsOf">;
  readonly places: ChainPlaces;
  /** What only a running session knows. */
  readonly live: (sessionId: string) => LiveView | undefined;
}

export function createSessionViews({ clock, repository, places, live }: SessionViewsDeps): SessionViews {
  function many(records: readonly SessionRecord[]): Session[] {
    const now = clock.now();
    const placed = places.placesOf(records.map(({ sessionId }) => sessionId));
    const ends = repository.endsOf(
      records.flatMap((record) => {
        const proven = provenChunks(record, placed.get(record.sessionId));
        return proven > 0 ? [[record.sessionId, proven - 1] as const] : [];
      }),
    );
    return records.map((record) => {
      const { sessionId } = record;
      const running = live(sessionId);
      return viewSession(record, { now, places: placed.get(sessionId), provenUntil: ends.get(sessionId), running });
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
