import type { Changes, Clock, Randomness } from "@lucid/foundation";
import type { BlockRef } from "@lucid/proof";
import type { Services } from "../../calls/index.ts";
import type { NodeKeys } from "../../ground/index.ts";
import type { People } from "../../people/index.ts";
import type { SessionRules } from "../../policies/index.ts";
import type { SessionProofs } from "../proving/session-proofs.ts";
import type { RunningSessions } from "../running/running-sessions.ts";
import type { ViewerTickets } from "../running/viewer-tickets.ts";
import type { OwnPlaces } from "../stored/own-places.ts";
import type { SessionDeletion } from "../stored/session-deletion.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionViews } from "../stored/session-views.ts";
import type { SessionAccess } from "./session-access.ts";

/** What the handlers share. Each takes of it what it uses. */
export interface HandlerDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly keys: Pick<NodeKeys, "publicKey">;
  readonly repository: SessionRepository;
  readonly access: SessionAccess;
  readonly views: SessionViews;
  readonly places: OwnPlaces;
  readonly proofs: SessionProofs;
  readonly deletion: SessionDeletion;
  readonly sessions: RunningSessions;
  readonly tickets: ViewerTickets;
  readonly changes: Pick<Changes, "follow">;
  readonly people: Pick<People, "getUser">;
  /** The chain's id, for grants. */
  readonly networkId: string;
  /** The newest block that is final, for grants. */
  readonly finalBlock: () => BlockRef;
  /** What a new session may be made of, and what this machine lacks. */
  readonly defaults: Omit<SessionDefaults, "policies">;
  readonly rules: SessionRules;
  /** @throws SESSION_UNPAID where sessions cost something, and nobody has paid for this one. */
  readonly requirePaid: (sessionId: string) => void;
}

export type SessionDefaults = Awaited<ReturnType<Services["sessions"]["defaults"]>>;
/** The part of the contract that one file of handlers answers. */
export type Handlers<Name extends keyof Services["sessions"]> = Pick<Services["sessions"], Name>;
