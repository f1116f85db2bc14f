import { type Session, sessionErrors } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import { type ChainPlaces, provenChunks } from "./proven-chunks.ts";
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
  readonly repository: Pick<SessionRepository, "many" | "endsOf">;
  readonly places: ChainPlaces;
  /** What only a running session knows. */
  readonly live: (sessionId: string) => LiveView | undefined;
}

export function createSessionViews({ clock, repository, places, live }: SessionViewsDeps): SessionViews {
  function many(records: readonly ShownSession[]): Session[] {
    const now = clock.now();
    const placed = places.placesOf(records.map(({ sessionId }) => sessionId));
    const ends = repository.endsOf(
      records.flatMap((record) => {
        const proven = provenChunks(record, placed.get(record.sessionId));
        return proven > 0 && !isWhole(record, proven) ? [[record.sessionId, proven - 1] as const] : [];
      }),
    );
    return records.map((record) => {
      const { sessionId } = record;
      const running = live(sessionId);
      const places = placed.get(sessionId);
      const isProven = isWhole(record, provenChunks(record, places));
      const provenUntil = isProven ? (record.endedAt ?? undefined) : ends.get(sessionId);
      return viewSession(record, { now, places, provenUntil, running });
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

/** A sealed record ends where its last chunk ends: proven as a whole, it needs no look at its chunks. */
const isWhole = ({ chunkCount, manifestHash, endedAt }: ShownSession, proven: number): boolean =>
  proven > 0 && proven === chunkCount && manifestHash !== null && endedAt !== null;
