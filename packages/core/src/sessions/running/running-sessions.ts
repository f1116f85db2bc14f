import type { Checkpointer } from "@lucid/chain";
import type { SessionReason } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import type { ChunkStore } from "@lucid/pipeline";
import type { Manifest } from "@lucid/proof";
import type { Logger } from "pino";
import type { SessionRules } from "../../policies/index.ts";
import type { Proving } from "../proving/create-proving.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { Hosting } from "./hosting.ts";
import type { LiveSession } from "./live-session.ts";
import type { OpenSessions } from "./open-sessions.ts";
import type { SessionMetrics } from "./sessions.metrics.ts";

export interface RunningSessionsDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
  readonly metrics: SessionMetrics;
  readonly repository: SessionRepository;
  readonly open: OpenSessions;
  readonly proving: Pick<Proving, "trees" | "anchoring" | "seal">;
  readonly isAnchored: (sessionId: string) => boolean;
  readonly checkpointer: Pick<Checkpointer, "setHead">;
  readonly store: ChunkStore;
  readonly rules: Pick<SessionRules, "gate">;
  /** Told of what changed of a session and stands in no row. */
  readonly changed: (sessionId: string) => void;
  /** Undefined where this machine cannot record; sessions then refuse to start. */
  readonly hosting: Hosting | undefined;
}

export interface RunningSessionsOptions {
  /** Folder in which each running session has a private one. */
  readonly runDirectory: string;
  readonly rdp: { readonly address: string; readonly fromPort: number; readonly toPort: number };
  readonly maxSessions: number;
  readonly maxSessionsPerUser: number;
  /** What is missing for hosting, for the refusal. */
  readonly missing: readonly string[];
  /** How it is installed; empty where it is no program. */
  readonly install: string;
  /** The network that sessions are recorded for. */
  readonly networkId: string;
}

/** Sessions that run, and what happens to them until they are sealed. */
export interface RunningSessions extends AsyncDisposable {
  readonly live: ReadonlyMap<string, LiveSession>;
  /** @throws SESSION_STATE while the session's desktop is being opened. Its row still says `created`. */
  requireNotStarting(sessionId: string): void;
  /** @throws why it may not start now, as far as that is known without waiting. */
  requireStartable(sessionId: string, grantSignature: string): void;
  /** Whether its desktop is being opened. */
  isStarting(sessionId: string): boolean;
  start(sessionId: string, grantSignature: string, recipients: readonly string[]): Promise<void>;
  /** Waits for a start, pause or resume under way. Called twice at once, both calls get the one stop. */
  stop(sessionId: string, end: Manifest["end"], reason?: SessionReason): Promise<void>;
  /** Takes the input from everybody in a running session and says why; undefined gives it back. */
  lockInput(sessionId: string, reason: string | undefined): Promise<void>;
  /** Ends every session that runs, and undoes every start under way. One that cannot be ended stays open. */
  endAll(why: SessionReason): Promise<void>;
  /** The same for the sessions of one account. */
  endOf(userId: string, why: SessionReason): Promise<void>;
  /** Cuts the connections to an account's desktops that policies do not allow any more. */
  recheckClients(userId: string): void;
  /** Gives up a session that does not run yet; a start under way is undone. */
  cancel(sessionId: string): Promise<void>;
  pause(sessionId: string, reason: string): Promise<void>;
  resume(sessionId: string): Promise<void>;
  /** Tries again to seal a session that ended, or to anchor it. @throws SESSION_STATE for any other. */
  retry(sessionId: string): Promise<void>;
}
