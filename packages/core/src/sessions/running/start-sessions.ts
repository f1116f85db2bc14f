import { join } from "node:path";
import { commonErrors, desktopErrors, sessionErrors } from "@lucid/contract";
import { wrapDataKey } from "@lucid/identity";
import type { ChunkStore, Encoder, Sealer } from "@lucid/pipeline";
import { canonicalBytes, grantSigner, keyCommitment, type Manifest, merkle } from "@lucid/proof";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { Chain, Checkpointer } from "../../chain/index.ts";
import type { DesktopDeps } from "../../desktops/index.ts";
import type { NodeKeys } from "../../keys/index.ts";
import type { Clock, Randomness } from "../../ports/index.ts";
import { createAnchoring } from "../proving/anchoring.ts";
import { sealSession } from "../proving/sealing.ts";
import type { SessionRepository } from "../stored/session-repository.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { requireState } from "../stored/session-state.ts";
import { type LiveSession, startLiveSession } from "./live-session.ts";
import { createSessionMetrics } from "./sessions.metrics.ts";

/** Free bytes below which no session starts and running ones end: room for the chunks that are on their way. */
const LEAST_FREE_BYTES = 256 * 1_048_576;

/** How often limits of running sessions are looked at. */
const LIMITS_EVERY_MS = 1_000;

export interface SessionsDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
  readonly metrics: Registry;
  readonly keys: NodeKeys;
  readonly repository: SessionRepository;
  readonly chain: Chain;
  readonly checkpointer: Checkpointer;
  readonly sealer: Sealer;
  readonly store: ChunkStore;
  /** Undefined where this machine cannot record; sessions then refuse to start. */
  readonly hosting: { readonly desktopHost: DesktopDeps["host"]; readonly encoder: Encoder } | undefined;
}

export interface SessionsOptions {
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
export interface Sessions extends AsyncDisposable {
  readonly live: ReadonlyMap<string, LiveSession>;
  start(record: SessionRecord, grantSignature: string, recipients: readonly string[]): Promise<void>;
  stop(sessionId: string, end: Manifest["end"]): Promise<void>;
  pause(sessionId: string, reason: string): Promise<void>;
  resume(sessionId: string): Promise<void>;
  /** Seals an ended session from what is stored. Used after a crash and by a retry. */
  seal(sessionId: string): void;
  onChange(listener: (sessionId: string) => void): Disposable;
}

export async function startSessions(deps: SessionsDeps, options: SessionsOptions): Promise<Sessions> {
  const { clock, log, repository, chain, checkpointer } = deps;
  const live = new Map<string, LiveSession>();
  const starting = new Set<string>();
  const listeners = new Set<(sessionId: string) => void>();
  const metrics = createSessionMetrics(deps.metrics, () => [...live.values()].map((session) => session.recorder.status()));
  const changed = (sessionId: string): void => {
    for (const listener of listeners) listener(sessionId);
  };
  const anchoring = createAnchoring({ clock, log, chain, checkpointer, repository, metrics }, changed);
  const required = (sessionId: string): SessionRecord => {
    const record = repository.get(sessionId);
    if (!record) throw sessionErrors.SESSION_NOT_FOUND();
    return record;
  };

  function seal(sessionId: string): void {
    const record = required(sessionId);
    const entries = repository.entries(sessionId);
    if (entries.length === 0) {
      const nothing = "It ended before the first chunk was stored: there is no record";
      repository.update(
        sessionId,
        { state: record.state === "interrupted" ? "failed" : "cancelled", errorMessage: nothing },
        clock.now(),
      );
      checkpointer.forget(sessionId);
      return changed(sessionId);
    }
    const sealed = sealSession(record, entries, deps.keys, options.recorderVersion);
    repository.update(
      sessionId,
      {
        state: record.state === "interrupted" ? "interrupted" : "stored",
        manifest: sealed.manifest,
        manifestHash: sealed.manifestHash,
        merkleRoot: sealed.root,
        errorMessage: null,
      },
      clock.now(),
    );
    metrics.sealed.inc({ end: record.end ?? "unknown" });
    anchoring.submit(sessionId);
    changed(sessionId);
  }

  async function start(record: SessionRecord, grantSignature: string, recipients: readonly string[]): Promise<void> {
    const { sessionId } = record;
    requireState(record.state, "created");
    if (starting.has(sessionId)) throw sessionErrors.SESSION_STATE({ status: "starting", allowed: ["created"] });
    const { hosting } = deps;
    if (!hosting) throw desktopErrors.PROGRAM_MISSING({ programs: [...options.missing], install: "npm run setup" });
    if (grantSigner({ terms: record.grantTerms, signature: grantSignature }) !== record.ownerAddress)
      throw sessionErrors.GRANT_INVALID();
    if (record.grantTerms.ends_at_ms <= clock.now())
      throw sessionErrors.GRANT_INVALID(undefined, { message: "The recording grant has expired" });
    limitSessions(record.userId);
    await requireRoom();

    starting.add(sessionId);
    const dataKey = deps.randomness.bytes(32);
    try {
      const envelope = await wrapDataKey(dataKey, [...recipients]);
      const now = clock.now();
      const change = { grantSignature, keyCommitment: keyCommitment(dataKey), encoder: hosting.encoder.name };
      repository.update(sessionId, change, now);
      repository.addEnvelope(sessionId, envelope, recipients, now);
      const tree = merkle.createTree();
      const session = await startLiveSession(
        { ...deps, ...hosting },
        { record, dataKey, directory: join(options.runDirectory, sessionId), rdp: options.rdp },
        {
          onChunk(entry) {
            if (entry.index === 0) repository.update(sessionId, { startedAt: entry.started_at_ms }, clock.now());
            repository.addChunk(entry, clock.now());
            tree.append(canonicalBytes(entry));
            checkpointer.setHead({ session_id: sessionId, size: tree.size, root: tree.root() });
            metrics.chunks.inc();
            metrics.chunkBytes.inc(entry.size);
            changed(sessionId);
          },
          onChange: () => changed(sessionId),
          onEnd(end, reason) {
            log.warn({ session_id: sessionId, end, reason }, "session ends by itself");
            stop(sessionId, end).catch((error) => log.error({ err: error, session_id: sessionId }, "session could not be ended"));
          },
        },
      );
      live.set(sessionId, session);
      repository.update(sessionId, { state: "recording", startedAt: clock.now() }, clock.now());
      changed(sessionId);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      repository.update(sessionId, { state: "failed", errorMessage: message }, clock.now());
      changed(sessionId);
      throw error;
    } finally {
      dataKey.fill(0);
      starting.delete(sessionId);
    }
  }

  async function stop(sessionId: string, end: Manifest["end"]): Promise<void> {
    const record = required(sessionId);
    const session = live.get(sessionId);
    if (!session) return requireState(record.state, "recording", "paused");
    const first = record.state === "recording" || record.state === "paused";
    if (first) {
      repository.update(sessionId, { state: "processing" }, clock.now());
      changed(sessionId);
    }
    const summary = await session.stop();
    if (!live.delete(sessionId)) return;
    const lost = summary.lostChunks > 0 ? `${summary.lostChunks} chunks could not be stored and are missing at the end` : null;
    const state = end === "interrupted" ? "interrupted" : "processing";
    repository.update(
      sessionId,
      { state, end: lost ? "recorder_lost" : end, endedAt: endOf(sessionId, summary.endedAtMs), errorMessage: lost },
      clock.now(),
    );
    seal(sessionId);
    if (lost) repository.update(sessionId, { errorMessage: lost }, clock.now());
  }

  /** A record ends where its last chunk ends: nothing after that is in it. */
  function endOf(sessionId: string, fallback: number): number {
    return repository.chunk(sessionId, required(sessionId).chunkCount - 1)?.entry.ended_at_ms ?? fallback;
  }

  function limitSessions(userId: string): void {
    const open = live.size + starting.size;
    if (open >= options.maxSessions) throw sessionErrors.SESSION_LIMIT_REACHED({ limit: options.maxSessions });
    const own = [...live.keys(), ...starting].filter((id) => repository.get(id)?.userId === userId).length;
    if (own >= options.maxSessionsPerUser) throw sessionErrors.SESSION_LIMIT_REACHED({ limit: options.maxSessionsPerUser });
  }

  async function requireRoom(): Promise<void> {
    const { freeBytes } = await deps.store.usage();
    if (freeBytes !== null && freeBytes < LEAST_FREE_BYTES) {
      throw sessionErrors.STORAGE_FULL({ free_bytes: freeBytes, needed_bytes: LEAST_FREE_BYTES });
    }
  }

  function running(sessionId: string, ...allowed: SessionRecord["state"][]): LiveSession {
    requireState(required(sessionId).state, ...allowed);
    const session = live.get(sessionId);
    if (!session) throw commonErrors.UNAVAILABLE();
    return session;
  }

  const idleSince = new Map<string, number>();
  function checkLimits(): void {
    for (const [sessionId, session] of live) {
      const record = repository.get(sessionId);
      if (!record || (record.state !== "recording" && record.state !== "paused")) continue;
      const { limits } = record.policy;
      const now = clock.now();
      if (session.view().participants.length > 0) idleSince.delete(sessionId);
      else if (!idleSince.has(sessionId)) idleSince.set(sessionId, now);
      const reached =
        now >= Math.min((record.startedAt ?? now) + limits.duration_s * 1_000, record.grantTerms.ends_at_ms) ||
        now >= (idleSince.get(sessionId) ?? now) + limits.idle_s * 1_000 ||
        record.plainSize >= record.maxSizeBytes;
      if (!reached) continue;
      idleSince.delete(sessionId);
      log.info({ session_id: sessionId }, "session reached its limit");
      stop(sessionId, "limit").catch((error) => log.error({ err: error, session_id: sessionId }, "session could not be ended"));
    }
    timer = clock.after(LIMITS_EVERY_MS, checkLimits);
  }
  let timer = clock.after(LIMITS_EVERY_MS, checkLimits);

  recover();
  function recover(): void {
    for (const record of repository.inStates(["recording", "paused", "processing", "interrupted"])) {
      if (record.manifestHash !== null) continue;
      if (record.end === null) {
        const endedAt = endOf(record.sessionId, record.startedAt ?? clock.now());
        repository.update(record.sessionId, { state: "interrupted", end: "interrupted", endedAt }, clock.now());
      }
      seal(record.sessionId);
      log.warn({ session_id: record.sessionId }, "session was interrupted and is sealed from what is stored");
    }
    anchoring.resume();
  }

  return {
    live,
    start,
    stop,
    async pause(sessionId, reason) {
      await running(sessionId, "recording").pause(reason);
      repository.update(sessionId, { state: "paused" }, clock.now());
      changed(sessionId);
    },
    async resume(sessionId) {
      await running(sessionId, "paused").resume();
      repository.update(sessionId, { state: "recording" }, clock.now());
      changed(sessionId);
    },
    seal,
    onChange(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    async [Symbol.asyncDispose]() {
      timer[Symbol.dispose]();
      await Promise.allSettled([...live.keys()].map((sessionId) => stop(sessionId, "interrupted")));
      anchoring[Symbol.dispose]();
      listeners.clear();
    },
  };
}
