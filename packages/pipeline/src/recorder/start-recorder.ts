import { pipelineErrors } from "@lucid/contract";
import { createChunker } from "../chunker/create-chunker.ts";
import { createTail } from "../tail/create-tail.ts";
import { createCaptureLoop } from "./create-capture-loop.ts";
import { createChunkLine } from "./create-chunk-line.ts";
import { type Interruption, pausedFor, recorderEnded, storageBlocked } from "./gap-reasons.ts";
import type {
  Recorder,
  RecorderDeps,
  RecorderHandlers,
  RecorderOptions,
  RecorderState,
  RecorderSummary,
  RecorderTrouble,
} from "./recorder.ts";
import { stagesOf } from "./stages.ts";

const DEFAULTS = {
  frameRate: 10,
  codec: "zstd",
  suite: "xchacha20-poly1305",
  chunkBytes: 10_485_760,
  chunkSeconds: 10,
  /** Six full chunks: a minute of a slow disk. */
  maxPendingBytes: 64 * 1_024 * 1_024,
} as const;
/** Followers of one record at once: each may have an open chunk waiting for it, and a slow moment's worth more. */
const TAIL = { followers: 8, slackBytes: 4 * 1_024 * 1_024 } as const;
const STOP_DEADLINE_MS = 30_000;
/** A key picture comes so much before a chunk is full: pictures are less than that apart while the recorder keeps up. */
const KEY_LEAD_MS = 600;

/**
 * Starts recording a display. Resolves when the first picture is in; from then on chunks arrive at
 * `handlers.onChunk` in order, each one durable.
 * @throws LucidError RECORDER_START when display or encoder do not work.
 */
export async function startRecorder(deps: RecorderDeps, options: RecorderOptions, handlers: RecorderHandlers): Promise<Recorder> {
  const { clock, log } = deps;
  const settings = { ...DEFAULTS, ...options };
  const dataKey = Uint8Array.from(options.dataKey);
  const startedAtMs = clock.now();
  const chunkMs = settings.chunkSeconds * 1_000;
  let paused: string | undefined;
  let blocked: RecorderTrouble | undefined;
  let failed: RecorderTrouble | undefined;
  let lostReason: string | undefined;
  let phase: "running" | "stopping" | "stopped" = "running";
  let events = 0;
  let ending: Promise<RecorderSummary> | undefined;
  /** The store takes chunks again, and its capture has no picture yet. */
  let isBackOwed = false;
  /** Starts and stops of the capture, one after the other. */
  let turn: Promise<void> = Promise.resolve();

  const tail = createTail(
    {
      clock,
      salt: () => crypto.getRandomValues(new Uint8Array(32)),
      now: () => video.timeOf(clock.now()),
      state: () => state(),
    },
    {
      sessionId: options.sessionId,
      dataKey,
      followers: TAIL.followers,
      waitingBytes: settings.chunkBytes + TAIL.slackBytes,
    },
  );
  const chunker = createChunker({ chunkBytes: settings.chunkBytes, chunkMs, keyframeMs: chunkMs / 2 }, tail.watch);
  const line = createChunkLine(
    deps,
    {
      ...{ ...settings, dataKey },
      clockErrorMs: options.clockErrorMs ?? (() => null),
      finalBlock: options.finalBlock ?? (() => null),
    },
    {
      onSealed: (entry) => handlers.onSealed?.(entry),
      onChunk: (entry, timings) => handlers.onChunk(entry, timings),
      onTrouble(trouble) {
        log.error({ session: options.sessionId, ...trouble }, "The chunk store does not take chunks: recording waits");
        blocked = trouble;
        handlers.onStorageTrouble?.(trouble);
        settle(storageBlocked);
      },
      onBack() {
        log.info({ session: options.sessionId }, "The chunk store takes chunks again");
        blocked = undefined;
        bring().then(storageIsBack, (error: unknown) => {
          log.warn({ err: error, session: options.sessionId }, "The recorder does not come back yet");
          isBackOwed = true;
        });
      },
      onFailed(trouble) {
        failed = trouble;
        handlers.onFailed?.(trouble);
        settle(recorderEnded);
      },
    },
  );
  const keyMs = Math.max(chunkMs / 2, chunkMs - KEY_LEAD_MS);
  const video = createCaptureLoop(
    deps,
    { ...settings, keyMs },
    {
      onTake: (take) => chunker.startTake(take).forEach(line.push),
      onFragment(fragment) {
        if (isBackOwed) storageIsBack();
        chunker.addFragment(fragment).forEach(line.push);
        if (chunker.wantsKeyframe()) video.requestKeyframe();
      },
      onHeartbeat(t, { machineMs, counts }) {
        chunker.addEvent({ t, type: "heartbeat", monotonic_ms: Math.round(machineMs), ...counts });
      },
      onStalled: (why) => chunker.explainStall(why),
      onRetimed: (retiming) => chunker.retime(retiming),
      // The next picture may be long in coming: what there is becomes durable.
      onRunEnded: () => chunker.close().forEach(line.push),
      onLost(reason) {
        lostReason = reason;
        handlers.onRecorderLost?.({ code: pipelineErrors.spec.RECORDER_START.code, reason });
      },
      onExplained: ({ code }) => handlers.onLossExplained?.(code),
      onBack() {
        lostReason = undefined;
        handlers.onRecorderBack?.();
      },
    },
  );

  const wanted = (): boolean => phase === "running" && paused === undefined && !blocked && !failed;

  /** Brings the capture to the state that is wanted by now, where that is none for `why`. @throws when it is wanted and does not come up. */
  function bring(why?: Interruption): Promise<void> {
    const work = turn.then(async () => {
      if (wanted()) return video.start();
      await video.stop(why);
      chunker.close().forEach(line.push);
    });
    turn = work.catch(() => undefined);
    return work;
  }

  function settle(why: Interruption): void {
    bring(why).catch((error: unknown) =>
      log.warn({ err: error, session: options.sessionId }, "The recorder does not come back yet"),
    );
  }

  function storageIsBack(): void {
    isBackOwed = false;
    if (!blocked) handlers.onStorageBack?.();
  }

  function addEvent(event: Parameters<Recorder["addEvent"]>[0]): void {
    if (!wanted()) return;
    events += 1;
    chunker.addEvent({ ...event, t: video.timeOf(event.t) });
  }

  async function end(deadlineMs: number): Promise<RecorderSummary> {
    phase = "stopping";
    await Promise.all([video.stop(pausedFor("")), bring(pausedFor(""))]).catch((error: unknown) =>
      log.error({ err: error, session: options.sessionId }, "The capture did not end cleanly"),
    );
    chunker.close().forEach(line.push);
    tail.end();
    const lostChunks = await line.drain(deadlineMs);
    dataKey.fill(0);
    phase = "stopped";
    return { startedAtMs, endedAtMs: chunker.endedAtMs ?? startedAtMs, chunks: line.counters.stored, lostChunks };
  }

  function state(): RecorderState {
    if (phase !== "running") return phase;
    if (failed) return "failed";
    if (blocked) return "blocked";
    if (paused !== undefined) return "paused";
    return video.lost ? "lost" : "recording";
  }

  try {
    await video.start();
  } catch (cause) {
    await end(0);
    throw pipelineErrors.RECORDER_START({ detail: messageOf(cause) }, { cause });
  }

  return {
    async pause(reason) {
      if (paused !== undefined || phase !== "running") return;
      paused = reason;
      await bring(pausedFor(reason));
    },
    async resume() {
      if (paused === undefined) return;
      paused = undefined;
      await bring().catch((cause: unknown) => {
        throw pipelineErrors.RECORDER_START({ detail: messageOf(cause) }, { cause });
      });
    },
    addEvent,
    follow(query, signal) {
      // The data key is gone: what is encrypted now, everybody could open.
      return phase === "stopped" ? undefined : tail.follow(query, signal);
    },
    now: () => video.timeOf(clock.now()),
    stop: (deadlineMs = STOP_DEADLINE_MS) => (ending ??= end(deadlineMs)),
    status: () => ({
      state: state(),
      reason: failed?.reason ?? blocked?.reason ?? paused ?? lostReason ?? null,
      startedAtMs,
      lastFrameAtMs: video.lastFragmentAtMs,
      stages: stagesOf(video.counters, chunker, line.counters, events),
    }),
    async [Symbol.asyncDispose]() {
      await (ending ??= end(STOP_DEADLINE_MS));
    },
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
