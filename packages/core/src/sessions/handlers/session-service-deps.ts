import { type Session, sessionErrors } from "@lucid/contract";
import type { ChangeFeed, Clock, Randomness } from "@lucid/foundation";
import type { SessionsService } from "../../gateway/index.ts";
import type { NodeKeys } from "../../keys/index.ts";
import type { Auth } from "../../logins/index.ts";
import type { SessionProofs } from "../proving/session-proofs.ts";
import type { Sessions } from "../running/start-sessions.ts";
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
  readonly sessions: Sessions;
  readonly tickets: ViewerTickets;
  readonly feed: ChangeFeed<string>;
  readonly auth: Pick<Auth, "getUser">;
  readonly chain: ViewDeps["chain"] & { readonly network: string };
  /** What a new session may be made of, and what this machine lacks. */
  readonly defaults: Awaited<ReturnType<SessionsService["defaults"]>>;
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
