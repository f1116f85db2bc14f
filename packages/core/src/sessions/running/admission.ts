import { commonErrors, desktopErrors, sessionErrors } from "@lucid/contract";
import type { Clock } from "@lucid/foundation";
import type { ChunkStore } from "@lucid/pipeline";
import { grantSigner } from "@lucid/proof";
import type { SessionRecord } from "../stored/session-row.ts";
import { requireState } from "../stored/session-state.ts";
import type { Hosting } from "./hosting.ts";
import type { OpenSessions } from "./open-sessions.ts";
import { GRANT_MARGIN_MS } from "./session-limits.ts";

/** Free bytes below which no session starts: room for the chunks of all that run until somebody notices. */
const LEAST_FREE_BYTES = 256 * 1_048_576;

export interface AdmissionDeps {
  readonly clock: Pick<Clock, "now">;
  readonly hosting: Hosting | undefined;
  readonly open: Pick<OpenSessions, "closing" | "opening" | "places">;
}

export interface AdmissionOptions {
  readonly maxSessions: number;
  readonly maxSessionsPerUser: number;
  /** What is missing for hosting, for the refusal. */
  readonly missing: readonly string[];
  /** How it is installed; empty where it is no program. */
  readonly install: string;
  /** The network that sessions are recorded for. */
  readonly networkId: string;
}

/** Everything that a start needs and that is known without waiting. @throws why the session may not start now. */
export function requireStartable(
  { clock, hosting, open }: AdmissionDeps,
  options: AdmissionOptions,
  record: SessionRecord,
  grantSignature: string,
): Hosting {
  const { grantTerms } = record;
  if (open.closing.signal.aborted) throw commonErrors.UNAVAILABLE();
  requireNotStarting(open, record.sessionId);
  requireState(record.state, "created");
  // A start that could not even store its failure: its data key is gone.
  if (record.grantSignature !== null) throw sessionErrors.SESSION_STATE({ status: "failed", allowed: ["created"] });
  if (!hosting) throw desktopErrors.PROGRAM_MISSING({ programs: [...options.missing], install: options.install });
  if (grantSigner({ terms: grantTerms, signature: grantSignature }) !== record.ownerAddress) throw sessionErrors.GRANT_INVALID();
  if (grantTerms.network !== options.networkId)
    throw sessionErrors.GRANT_INVALID(undefined, { message: "The recording grant is for another network: ask for a new one" });
  if (grantTerms.ends_at_ms - GRANT_MARGIN_MS <= clock.now())
    throw sessionErrors.GRANT_INVALID(undefined, { message: "The recording grant has expired" });
  requirePlace(record.userId, [...open.places.values()], options);
  return hosting;
}

/** @throws SESSION_STATE while the session's desktop is being opened. */
export function requireNotStarting({ opening }: Pick<OpenSessions, "opening">, sessionId: string): void {
  if (opening.has(sessionId)) throw sessionErrors.SESSION_STATE({ status: "starting", allowed: ["created"] });
}

/** @throws SESSION_LIMIT_REACHED when one more of this account is too many. `open` names the accounts of all that are open. */
function requirePlace(userId: string, open: readonly string[], options: AdmissionOptions): void {
  if (open.length >= options.maxSessions) throw sessionErrors.SESSION_LIMIT_REACHED({ limit: options.maxSessions });
  const own = open.filter((other) => other === userId).length;
  if (own >= options.maxSessionsPerUser) throw sessionErrors.SESSION_LIMIT_REACHED({ limit: options.maxSessionsPerUser });
}

/** @throws STORAGE_FULL. */
export async function requireRoom(store: Pick<ChunkStore, "usage">): Promise<void> {
  const { freeBytes } = await store.usage();
  if (freeBytes !== null && freeBytes < LEAST_FREE_BYTES) {
    throw sessionErrors.STORAGE_FULL({ free_bytes: freeBytes, needed_bytes: LEAST_FREE_BYTES });
  }
}
