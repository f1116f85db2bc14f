import { OPEN_STATES, type SessionReason } from "@lucid/contract";
import type { Manifest } from "@lucid/proof";
import type { SessionChange } from "../stored/session-row.ts";
import { requireState } from "../stored/session-state.ts";
import { createFinishing, type Ended } from "./finishing.ts";
import type { RunningSessionsDeps } from "./running-sessions.ts";

/** Chunks on their way when the node stops. Less than the composition root gives a node to stop. */
const SHUTDOWN_DEADLINE_MS = 7_000;
/** The same when chunks could not be stored before either: waiting longer would save none. */
const STUCK_DEADLINE_MS = 1_000;

type Deps = Pick<RunningSessionsDeps, "clock" | "log" | "repository" | "open" | "proving">;

/** From a session that runs to one that is sealed. */
export interface Ending extends Disposable {
  /** Called twice at once, both calls get the one stop. `reason` is why, where the session ends by itself. */
  stop(sessionId: string, end: Manifest["end"], reason?: SessionReason): Promise<void>;
  stopAll(end: Manifest["end"], reason?: SessionReason, isMeant?: (sessionId: string) => boolean): Promise<void>;
}

export function createEnding(deps: Deps): Ending {
  const { clock, log, repository, open, proving } = deps;
  const { live, places, unsealed, turns, required } = open;
  const stopping = new Map<string, Promise<void>>();
  const finishing = createFinishing({ clock, log, waiting: unsealed }, seal);

  function stop(sessionId: string, end: Manifest["end"], reason?: SessionReason): Promise<void> {
    const known = stopping.get(sessionId);
    if (known) return known;
    const work = turns.take(sessionId, () => close(sessionId, end, reason ?? null)).finally(() => stopping.delete(sessionId));
    stopping.set(sessionId, work);
    return work;
  }

  async function close(sessionId: string, end: Manifest["end"], reason: SessionReason | null): Promise<void> {
    if (unsealed.has(sessionId)) return;
    const session = live.get(sessionId);
    if (!session) return requireState(required(sessionId).state, ...OPEN_STATES);
    tryUpdate(deps, sessionId, { state: "processing" });
    const shutdownMs = session.view().inputFrozen ? STUCK_DEADLINE_MS : SHUTDOWN_DEADLINE_MS;
    const summary = await session.stop(open.closing.signal.aborted ? shutdownMs : undefined).catch((error: unknown) => {
      log.error({ err: error, session_id: sessionId }, "a session did not stop cleanly");
      return undefined;
    });
    live.delete(sessionId);
    places.delete(sessionId);
    const { lostChunks = 0, endedAtMs = clock.now() } = summary ?? {};
    await finishing.finish({ sessionId, end, reason, lostChunks, endedAtMs, rows: session.rows });
  }

  async function seal({ sessionId, end, reason, lostChunks, endedAtMs, rows }: Ended): Promise<void> {
    // Somebody may have had it sealed while it waited for the disk.
    if (required(sessionId).manifestHash !== null) return;
    rows.flush();
    const why: SessionReason | null = lostChunks > 0 ? { code: "chunks-lost", data: { chunks: lostChunks } } : reason;
    const { chunkCount } = required(sessionId);
    // A record ends where its last chunk ends: nothing after that is in it.
    const endedAt = repository.chunk(sessionId, chunkCount - 1)?.entry.ended_at_ms ?? endedAtMs;
    const state = end === "interrupted" ? "interrupted" : "processing";
    repository.update(sessionId, { state, end: lostChunks > 0 ? "recorder_lost" : end, endedAt, reason: why }, clock.now());
    await proving.seal(sessionId);
  }

  return {
    stop,
    async stopAll(end, reason, isMeant = () => true) {
      await Promise.allSettled([...live.keys()].filter(isMeant).map((sessionId) => stop(sessionId, end, reason)));
    },
    [Symbol.dispose]: () => finishing[Symbol.dispose](),
  };
}

/** For changes that must not keep a session from ending. */
export function tryUpdate(
  { clock, log, repository }: Pick<Deps, "clock" | "log" | "repository">,
  sessionId: string,
  change: SessionChange,
): void {
  try {
    repository.update(sessionId, change, clock.now());
  } catch (error) {
    log.error({ err: error, session_id: sessionId }, "a session's state could not be stored");
  }
}
