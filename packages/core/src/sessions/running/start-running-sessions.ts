import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Checkpointer } from "@lucid/chain";
import { commonErrors, desktopErrors, sessionErrors } from "@lucid/contract";
import type { Clock, Randomness } from "@lucid/foundation";
import { wrapDataKey } from "@lucid/identity";
import type { ChunkStore } from "@lucid/pipeline";
import { type ChunkEntry, grantSigner, keyCommitment, type Manifest } from "@lucid/proof";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { NodeKeys } from "../../ground/index.ts";
import { type AnchoringDeps, createAnchoring } from "../proving/anchoring.ts";
import { createSessionSealer } from "../proving/session-sealer.ts";
import type { SessionTrees } from "../proving/session-trees.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionChange, SessionRecord } from "../stored/session-row.ts";
import { requireState } from "../stored/session-state.ts";
import { requirePlace, requireRoom } from "./admission.ts";
import { createFinishing, type Ending } from "./finishing.ts";
import type { LiveSession, LiveSessionHandlers, LiveSessionOptions } from "./live-session.ts";
import { recoverSessions } from "./recover-sessions.ts";
import { GRANT_MARGIN_MS } from "./session-limits.ts";
import { createSessionMetrics } from "./sessions.metrics.ts";
import { createTurns } from "./turns.ts";

/** Chunks on their way when the node stops. Less than the composition root gives a node to stop. */
const SHUTDOWN_DEADLINE_MS = 7_000;
/** The same when chunks could not be stored before either: waiting longer would save none. */
const STUCK_DEADLINE_MS = 1_000;

export interface RunningSessionsDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly keys: NodeKeys;
  readonly repository: SessionRepository;
  readonly trees: SessionTrees;
  readonly chain: AnchoringDeps["chain"];
  readonly checkpointer: Pick<Checkpointer, "setHead" | "forget">;
  readonly store: ChunkStore;
  /** Told of what changed of a session and stands in no row. */
  readonly changed: (sessionId: string) => void;
  /** Undefined where this machine cannot record; sessions then refuse to start. */
  readonly hosting: Hosting | undefined;
}

export interface Hosting {
  /** Name of the video encoder, for the manifest. */
  readonly encoder: string;
  /** Opens a desktop and records it. */
  open(options: LiveSessionOptions, handlers: LiveSessionHandlers): Promise<LiveSession>;
}

export interface RunningSessionsOptions {
  /** Folder in which each running session has a private one. */
  readonly runDirectory: string;
  readonly rdp: { readonly address: string; readonly fromPort: number; readonly toPort: number };
  readonly maxSessions: number;
  readonly maxSessionsPerUser: number;
  readonly recorderVersion: string;
  /** What is missing for hosting, for the refusal. */
  readonly missing: readonly string[];
}

/** Sessions that run, and what happens to them until their anchor is final. */
export interface RunningSessions extends AsyncDisposable {
  readonly live: ReadonlyMap<string, LiveSession>;
  /** Whether the session's desktop is being opened. Its row still says `created`. */
  isStarting(sessionId: string): boolean;
  start(sessionId: string, grantSignature: string, recipients: readonly string[]): Promise<void>;
  /** Waits for a start, pause or resume under way. Called twice at once, both calls get the one stop. */
  stop(sessionId: string, end: Manifest["end"]): Promise<void>;
  /** Gives up a session that does not run yet; a start under way is undone. */
  cancel(sessionId: string): Promise<void>;
  pause(sessionId: string, reason: string): Promise<void>;
  resume(sessionId: string): Promise<void>;
  /** Tries again to seal a session that ended, or to anchor it. @throws SESSION_STATE for any other. */
  retry(sessionId: string): Promise<void>;
}

/** A session whose desktop is being opened. */
interface Opening {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

const CANCELLED = "The session was cancelled while it was starting";
const STOPPED = "The node was stopped while the session was starting";

export async function startRunningSessions(deps: RunningSessionsDeps, options: RunningSessionsOptions): Promise<RunningSessions> {
  const { clock, log, repository, trees, store, chain, checkpointer, changed } = deps;
  /** The account of every session that starts or runs. */
  const places = new Map<string, string>();
  const opening = new Map<string, Opening>();
  const live = new Map<string, LiveSession>();
  const stopping = new Map<string, Promise<void>>();
  const turns = createTurns();
  let isClosing = false;
  const metrics = createSessionMetrics(deps.metrics, () => [...live.values()].map((session) => session.recorder.status()), {
    frozen: () => [...live.values()].filter((session) => session.view().inputFrozen).length,
    unsealed: () => finishing.waiting.size,
  });
  const anchoring = createAnchoring({ clock, log, chain, checkpointer, repository, metrics }, changed);
  const seal = createSessionSealer({ ...deps, anchoring, metrics }, options.recorderVersion);
  const finishing = createFinishing(deps, sealEnded);

  function required(sessionId: string): SessionRecord {
    const record = repository.get(sessionId);
    if (!record) throw sessionErrors.SESSION_NOT_FOUND();
    return record;
  }

  function running(sessionId: string, ...allowed: SessionRecord["state"][]): LiveSession {
    requireState(required(sessionId).state, ...allowed);
    const session = live.get(sessionId);
    if (!session) throw commonErrors.UNAVAILABLE();
    return session;
  }

  /** For changes that must not keep a session from ending. */
  function tryUpdate(sessionId: string, change: SessionChange): void {
    try {
      repository.update(sessionId, change, clock.now());
    } catch (error) {
      log.error({ err: error, session_id: sessionId }, "a session's state could not be stored");
    }
  }

  function requireStartable(record: SessionRecord, grantSignature: string): Hosting {
    const { sessionId, grantTerms } = record;
    if (isClosing) throw commonErrors.UNAVAILABLE();
    if (opening.has(sessionId)) throw sessionErrors.SESSION_STATE({ status: "starting", allowed: ["created"] });
    requireState(record.state, "created");
    // A start that could not even store its failure: its data key is gone.
    if (record.grantSignature !== null) throw sessionErrors.SESSION_STATE({ status: "failed", allowed: ["created"] });
    if (!deps.hosting) throw desktopErrors.PROGRAM_MISSING({ programs: [...options.missing], install: "npm run setup" });
    if (grantSigner({ terms: grantTerms, signature: grantSignature }) !== record.ownerAddress)
      throw sessionErrors.GRANT_INVALID();
    if (grantTerms.ends_at_ms - GRANT_MARGIN_MS <= clock.now())
      throw sessionErrors.GRANT_INVALID(undefined, { message: "The recording grant has expired" });
    requirePlace(record.userId, [...places.values()], options);
    return deps.hosting;
  }

  async function start(sessionId: string, grantSignature: string, recipients: readonly string[]): Promise<void> {
    const record = required(sessionId);
    const hosting = requireStartable(record, grantSignature);
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
      const change = { grantSignature, keyCommitment: keyCommitment(dataKey), encoder: hosting.encoder };
      repository.begin(sessionId, change, { envelope, recipients }, clock.now());
      try {
        await open({ ...record, ...change }, dataKey, hosting, signal);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (signal.reason !== CANCELLED)
          tryUpdate(sessionId, { state: "failed", errorMessage: signal.aborted ? STOPPED : message });
        throw error;
      }
    } catch (error) {
      if (signal.reason === CANCELLED) tryUpdate(sessionId, { state: "cancelled", errorMessage: null });
      throw signal.aborted ? sessionErrors.SESSION_STATE({ status: "cancelled", allowed: ["created"] }, { cause: error }) : error;
    } finally {
      dataKey.fill(0);
    }
  }

  async function open(record: SessionRecord, dataKey: Uint8Array, hosting: Hosting, signal: AbortSignal): Promise<void> {
    const { sessionId } = record;
    const session = await hosting.open(
      { record, dataKey, directory: join(options.runDirectory, sessionId), rdp: options.rdp, signal },
      {
        storeRow: (entry) => repository.addChunk(entry, clock.now()),
        onStored: (entry) =>
          takeIn(entry).catch((error: unknown) =>
            log.error({ err: error, session_id: sessionId }, "a chunk waits for the next one's head"),
          ),
        onChange: () => changed(sessionId),
        onEnd(end, reason) {
          log.warn({ session_id: sessionId, end, reason }, "session ends by itself");
          stop(sessionId, end).catch((error) => log.error({ err: error, session_id: sessionId }, "session could not be ended"));
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
    changed(sessionId);
  }

  /** A chunk and its row are stored: the chain may know. */
  async function takeIn(entry: ChunkEntry): Promise<void> {
    const { session_id: sessionId } = entry;
    const size = entry.index + 1;
    const tree = await trees.of(sessionId, size);
    checkpointer.setHead({ session_id: sessionId, size, root: tree.rootAt(size) });
    metrics.chunks.inc();
    metrics.chunkBytes.inc(entry.size);
    const { plainSize, maxSizeBytes } = required(sessionId);
    if (plainSize < maxSizeBytes) return;
    log.info({ session_id: sessionId }, "session reached its largest size");
    stop(sessionId, "limit").catch((error) => log.error({ err: error, session_id: sessionId }, "session could not be ended"));
  }

  function stop(sessionId: string, end: Manifest["end"]): Promise<void> {
    const known = stopping.get(sessionId);
    if (known) return known;
    const work = turns.take(sessionId, () => close(sessionId, end)).finally(() => stopping.delete(sessionId));
    stopping.set(sessionId, work);
    return work;
  }

  async function close(sessionId: string, end: Manifest["end"]): Promise<void> {
    if (finishing.waiting.has(sessionId)) return;
    const session = live.get(sessionId);
    if (!session) return requireState(required(sessionId).state, "recording", "paused");
    tryUpdate(sessionId, { state: "processing" });
    const shutdownMs = session.view().inputFrozen ? STUCK_DEADLINE_MS : SHUTDOWN_DEADLINE_MS;
    const summary = await session.stop(isClosing ? shutdownMs : undefined).catch((error: unknown) => {
      log.error({ err: error, session_id: sessionId }, "a session did not stop cleanly");
      return undefined;
    });
    live.delete(sessionId);
    places.delete(sessionId);
    const { lostChunks = 0, endedAtMs = clock.now() } = summary ?? {};
    await finishing.finish({ sessionId, end, lostChunks, endedAtMs, rows: session.rows });
  }

  async function sealEnded({ sessionId, end, lostChunks, endedAtMs, rows }: Ending): Promise<void> {
    rows.flush();
    const message = lostChunks > 0 ? `Chunks at the end could not be stored and are missing: ${lostChunks}` : null;
    const { chunkCount } = required(sessionId);
    // A record ends where its last chunk ends: nothing after that is in it.
    const endedAt = repository.chunk(sessionId, chunkCount - 1)?.entry.ended_at_ms ?? endedAtMs;
    const state = end === "interrupted" ? "interrupted" : "processing";
    repository.update(sessionId, { state, end: message === null ? end : "recorder_lost", endedAt }, clock.now());
    await seal(sessionId, message);
  }

  if (deps.hosting) await clearFolder(options.runDirectory);
  await recoverSessions({ clock, log, repository, store, seal });
  anchoring.resume();

  return {
    live,
    isStarting: (sessionId) => opening.has(sessionId),
    start,
    stop,
    async cancel(sessionId) {
      const start = opening.get(sessionId);
      start?.abort.abort(CANCELLED);
      await start?.done.catch((error: unknown) => log.debug({ err: error, session_id: sessionId }, "a start was cancelled"));
      const { state } = required(sessionId);
      if (start && state === "cancelled") return;
      requireState(state, "created");
      repository.update(sessionId, { state: "cancelled" }, clock.now());
    },
    pause: (sessionId, reason) =>
      turns.take(sessionId, async () => {
        await running(sessionId, "recording").pause(reason);
        repository.update(sessionId, { state: "paused" }, clock.now());
      }),
    resume: (sessionId) =>
      turns.take(sessionId, async () => {
        await running(sessionId, "paused").resume();
        repository.update(sessionId, { state: "recording" }, clock.now());
      }),
    retry: (sessionId) =>
      turns.take(sessionId, async () => {
        const { state, manifestHash } = required(sessionId);
        requireState(state, "processing", "interrupted", "stored");
        if (manifestHash === null) await seal(sessionId);
        else if (!chain.read.anchorOf(sessionId)) anchoring.submit(sessionId);
      }),
    async [Symbol.asyncDispose]() {
      isClosing = true;
      for (const { abort } of opening.values()) abort.abort(STOPPED);
      const stopAll = () => Promise.allSettled([...live.keys()].map((sessionId) => stop(sessionId, "interrupted")));
      await Promise.all([Promise.allSettled([...opening.values()].map(({ done }) => done)), stopAll()]);
      // One that was open before it heard of the end.
      await stopAll();
      finishing[Symbol.dispose]();
      anchoring[Symbol.dispose]();
    },
  };
}

/** At the start no session runs: what is in there is of sessions whose node was killed before it had noted anything. */
async function clearFolder(path: string): Promise<void> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const name of names) await rm(join(path, name), { recursive: true, force: true });
}
