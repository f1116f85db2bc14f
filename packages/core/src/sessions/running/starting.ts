import { join } from "node:path";
import { commonErrors, LucidError, SessionReason, sessionErrors } from "@lucid/contract";
import { wrapDataKey } from "@lucid/identity";
import { type ChunkEntry, keyCommitment } from "@lucid/proof";
import type { SessionRecord } from "../stored/session-row.ts";
import { requireState } from "../stored/session-state.ts";
import { requireRoom, requireStartable } from "./admission.ts";
import { type Ending, tryUpdate } from "./ending.ts";
import type { Hosting } from "./hosting.ts";
import { reconcileGivenUp } from "./reconcile-chunks.ts";
import type { RunningSessionsDeps, RunningSessionsOptions } from "./running-sessions.ts";
import type { TakeIn } from "./taking-in.ts";

const CANCELLED = "The session was cancelled while it was starting";

/** What a failure says beyond the code of its error is for the log. */
const failedBy = (error: unknown): SessionReason => ({
  code: "start-failed",
  data: { error: error instanceof LucidError ? error.code : commonErrors.spec.INTERNAL.code },
});

/** From a session that was created to one that records, or back to where nothing is left of the attempt. */
export interface Starting {
  start(sessionId: string, grantSignature: string, recipients: readonly string[]): Promise<void>;
  /** Undoes the start under way, or gives up a session that was never started. */
  cancel(sessionId: string): Promise<void>;
  /** Undoes every start under way that is meant, and says why. */
  undoAll(why: SessionReason, isMeant?: (sessionId: string) => boolean): Promise<void>;
}

export function createStarting(
  deps: RunningSessionsDeps,
  options: RunningSessionsOptions,
  { stop }: Pick<Ending, "stop">,
  takeIn: TakeIn,
): Starting {
  const { clock, log, repository, open, store, changed } = deps;
  const { places, opening, live, turns, required } = open;

  async function start(sessionId: string, grantSignature: string, recipients: readonly string[]): Promise<void> {
    const record = required(sessionId);
    const hosting = requireStartable(deps, options, record, grantSignature);
    // Nothing waits between the checks and the next lines: no second start can slip in.
    const abort = new AbortController();
    places.set(sessionId, record.userId);
    const done = turns.take(sessionId, () => prepare(record, grantSignature, recipients, hosting, abort.signal));
    opening.set(sessionId, { abort, done });
    try {
      await done;
    } finally {
      opening.delete(sessionId);
      if (!live.has(sessionId)) places.delete(sessionId);
    }
  }

  /** What leaves no trace when it fails comes first; from the first stored change on, a failure is kept. */
  async function prepare(
    record: SessionRecord,
    grantSignature: string,
    recipients: readonly string[],
    hosting: Hosting,
    signal: AbortSignal,
  ): Promise<void> {
    const { sessionId } = record;
    await requireRoom(store);
    const dataKey = deps.randomness.bytes(32);
    try {
      const envelope = await wrapDataKey(dataKey, [...recipients]).catch((cause: unknown) => {
        throw sessionErrors.RECIPIENT_INVALID(undefined, { cause });
      });
      signal.throwIfAborted();
      const salt = Buffer.from(deps.randomness.bytes(32)).toString("hex");
      const change = { grantSignature, keyCommitment: keyCommitment(dataKey), salt, encoder: hosting.encoder };
      repository.begin(sessionId, change, { envelope, recipients }, clock.now());
      try {
        await beginRecording({ ...record, ...change }, dataKey, hosting, signal);
      } catch (error) {
        await reconcileGivenUp(deps, sessionId).catch((cause: unknown) =>
          log.error({ err: cause, session_id: sessionId }, "what a start recorded could not be brought in order"),
        );
        if (signal.reason !== CANCELLED)
          tryUpdate(deps, sessionId, {
            state: "failed",
            reason: signal.aborted ? SessionReason.parse(signal.reason) : failedBy(error),
          });
        throw error;
      }
    } catch (error) {
      if (signal.reason === CANCELLED) tryUpdate(deps, sessionId, { state: "cancelled", reason: null });
      throw signal.aborted ? sessionErrors.SESSION_STATE({ status: "cancelled", allowed: ["created"] }, { cause: error }) : error;
    } finally {
      dataKey.fill(0);
    }
  }

  async function beginRecording(
    record: SessionRecord,
    dataKey: Uint8Array,
    hosting: Hosting,
    signal: AbortSignal,
  ): Promise<void> {
    const { sessionId } = record;
    let isRunning = false;
    const early: ChunkEntry[] = [];
    const session = await hosting.open(
      {
        record,
        dataKey,
        directory: join(options.runDirectory, sessionId),
        decide: deps.rules.gate(record),
        rdp: options.rdp,
        signal,
      },
      {
        planRow: (entry) => repository.planChunk(entry),
        storeRow: (entry) => repository.addChunk(entry, clock.now()),
        // The chain hears of a session that runs: a start may still be given up.
        onStored: (entry) => (isRunning ? takeIn(entry) : Promise.resolve(void early.push(entry))),
        onChange: () => changed(sessionId),
        onEnd(end, reason) {
          log.warn({ session_id: sessionId, end, reason }, "session ends by itself");
          stop(sessionId, end, reason).catch((error) =>
            log.error({ err: error, session_id: sessionId }, "session could not be ended"),
          );
        },
      },
    );
    try {
      const { startedAt } = required(sessionId);
      repository.update(sessionId, { state: "recording", startedAt: startedAt ?? clock.now() }, clock.now());
    } catch (error) {
      await session.stop(0);
      throw error;
    }
    live.set(sessionId, session);
    isRunning = true;
    changed(sessionId);
    for (const entry of early) await takeIn(entry);
  }

  return {
    start,
    async cancel(sessionId) {
      const under = opening.get(sessionId);
      under?.abort.abort(CANCELLED);
      await under?.done.catch((error: unknown) => log.debug({ err: error, session_id: sessionId }, "a start was cancelled"));
      const { state } = required(sessionId);
      if (under && state === "cancelled") return;
      requireState(state, "created");
      repository.update(sessionId, { state: "cancelled" }, clock.now());
    },
    async undoAll(why, isMeant = () => true) {
      const all = [...opening].flatMap(([sessionId, one]) => (isMeant(sessionId) ? [one] : []));
      for (const { abort } of all) abort.abort(why);
      await Promise.allSettled(all.map(({ done }) => done));
    },
  };
}
