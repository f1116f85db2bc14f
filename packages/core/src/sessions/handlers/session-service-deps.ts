import { type Session, sessionErrors } from "@lucid/contract";
import type { Changes, Clock, Randomness } from "@lucid/foundation";
import type { Services } from "../../calls/index.ts";
import type { NodeKeys } from "../../ground/index.ts";
import type { People } from "../../people/index.ts";
import type { SessionProofs } from "../proving/session-proofs.ts";
import type { RunningSessions } from "../running/start-running-sessions.ts";
import type { ViewerTickets } from "../running/viewer-tickets.ts";
import type { SessionDeletion } from "../stored/session-deletion.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { type ViewDeps, viewSession } from "../stored/session-view.ts";
import type { SessionAccess } from "./session-access.ts";

export interface SessionsServiceDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly keys: NodeKeys;
  readonly repository: SessionRepository;
  readonly access: SessionAccess;
  readonly proofs: SessionProofs;
  readonly deletion: SessionDeletion;
  readonly sessions: RunningSessions;
  readonly tickets: ViewerTickets;
  readonly changes: Pick<Changes, "follow">;
  readonly people: Pick<People, "getUser">;
  readonly chain: ViewDeps["chain"] & { readonly networkId: string };
  /** What a new session may be made of, and what this machine lacks. */
  readonly defaults: Awaited<ReturnType<Services["sessions"]["defaults"]>>;
}

/** How handlers show sessions. */
export interface SessionViews {
  view(record: SessionRecord): Session;
  /** The session as it is now. @throws SESSION_NOT_FOUND. */
  fresh(sessionId: string): Session;
}

export function createSessionViews({ repository, chain, clock, sessions }: SessionsServiceDeps): SessionViews {
  const deps: ViewDeps = { repository, chain, now: () => clock.now(), live: (id) => sessions.live.get(id)?.view() };
  return {
    view: (record) => viewSession(record, deps),
    fresh(sessionId) {
      const record = repository.get(sessionId);
      if (!record) throw sessionErrors.SESSION_NOT_FOUND();
      return viewSession(record, deps);
    },
  };
}
