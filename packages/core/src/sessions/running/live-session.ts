import type { Participant, PolicyAction, PolicyDecision, SessionReason } from "@lucid/contract";
import { type Clock, type ClockError, isDatabaseTrouble, type Supervisor } from "@lucid/foundation";
import type { ChunkStore, Recorder, RecorderSummary, Sealer } from "@lucid/pipeline";
import { startRecorder } from "@lucid/pipeline";
import type { BlockRef, ChunkEntry, Manifest } from "@lucid/proof";
import type { Logger } from "pino";
import { type Desktop, type DesktopEvent, type DesktopHosting, isRecordOnly } from "../../desktops/index.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import type { LiveView } from "../stored/session-view.ts";
import { type ChunkRows, createChunkRows } from "./chunk-rows.ts";
import { createHeldBack } from "./held-back.ts";
import { recordedEvent } from "./recorded-event.ts";
import { createSessionLimits } from "./session-limits.ts";
import { createTooLarge } from "./too-large.ts";
import { createTroubles } from "./troubles.ts";

export interface LiveSessionDeps {
  readonly clock: Clock;
  /** Stored with each chunk. */
  readonly clockError?: ClockError | undefined;
  /** The last final block of the node's network. */
  readonly finalBlock?: (() => BlockRef) | undefined;
  readonly log: Logger;
  readonly supervisor: Supervisor;
  readonly host: Pick<DesktopHosting, "startDesktop" | "templates">;
  readonly sealer: Sealer;
  readonly store: ChunkStore;
}

export interface LiveSessionOptions {
  readonly record: SessionRecord;
  readonly dataKey: Uint8Array;
  /** Folder of the session's processes; made and removed with the desktop. */
  readonly directory: string;
  /** Whether the owner may do this now, by all policies; asked many times a second. */
  readonly decide: (action: PolicyAction) => PolicyDecision;
  readonly rdp: { readonly address: string; readonly fromPort: number; readonly toPort: number };
  /** Aborted when the session is not wanted any more before it runs. */
  readonly signal: AbortSignal;
}

export interface LiveSessionHandlers {
  /** Notes the row of a chunk whose file is written next. */
  planRow(entry: ChunkEntry): void;
  /** Stores the row of a chunk whose file is durable. Tried again when the database cannot take it. */
  storeRow(entry: ChunkEntry): void;
  /** A chunk and its row are stored. The next one waits until this resolves. */
  onStored(entry: ChunkEntry): Promise<void>;
  /** Participants, input or a gap changed. */
  onChange(): void;
  /** The session must end by itself; `stop` is still to be called. */
  onEnd(end: Manifest["end"], reason: SessionReason): void;
}

/** A desktop that is open and recorded. */
export interface LiveSession {
  readonly sessionId: string;
  readonly desktop: Desktop;
  readonly recorder: Recorder;
  /** Rows that wait for the database; after `stop` nobody else stores them. */
  readonly rows: Pick<ChunkRows, "flush">;
  view(): LiveView;
  /** `note` is called once it holds, and undoes it where it throws: what the session says is what happens. */
  pause(reason: string, note: () => void): Promise<void>;
  resume(note: () => void): Promise<void>;
  /** Takes the input from everybody and says why; undefined gives it back. */
  lockInput(reason: string | undefined): void;
  /**
   * Ends the record first and the desktop after it, so that nothing on the screen goes unrecorded. Chunks
   * that are not stored after `deadlineMs` are given up. The desktop is gone also when it throws.
   */
  stop(deadlineMs?: number): Promise<RecorderSummary>;
}

const RECORDER_LOST: SessionReason = { code: "recorder-lost", data: {} };

/** Opens the desktop and records it; undone when a step fails. */
export async function startLiveSession(
  deps: LiveSessionDeps,
  { record, dataKey, directory, decide, rdp, signal }: LiveSessionOptions,
  handlers: LiveSessionHandlers,
): Promise<LiveSession> {
  const { clock } = deps;
  const log = deps.log.child({ session_id: record.sessionId });
  const template = deps.host.templates.get(record.template);
  if (!template) throw new Error(`Template ${record.template} is gone`);

  await using starting = new AsyncDisposableStack();
  const desktop = starting.use(
    await deps.host.startDesktop({
      sessionId: record.sessionId,
      directory,
      signal,
      geometry: { width: record.width, height: record.height },
      template,
      may: (action) => decide(action).effect === "allow",
      policy: {
        clipboard: {
          hostToRemote: record.policy.clipboard.host_to_remote,
          remoteToHost: record.policy.clipboard.remote_to_host,
        },
        keyboard: record.policy.input.keyboard,
        mouse: record.policy.input.mouse,
        network: record.policy.network,
      },
      tellPrograms: record.policy.recording.programs ?? false,
      rdp,
    }),
  );
  // What happens before the recorder runs belongs to the beginning of the record.
  const early: DesktopEvent[] = [];
  let onEvent = (event: DesktopEvent): void => void early.push(event);
  const listening = starting.use(new DisposableStack());
  listening.use(desktop.onEvent((event) => onEvent(event)));

  signal.throwIfAborted();
  // Without its display the recorder gives up at once instead of after its own time limit.
  using _aborting = onAbort(signal, () => {
    Promise.resolve(desktop[Symbol.asyncDispose]()).catch((error: unknown) =>
      log.error({ err: error }, "a desktop did not end cleanly"),
    );
  });

  const participants = new Map<number, Participant>();
  let isNetworkSilent = false;
  let recordNow = (): number => clock.now();
  const troubles = createTroubles({
    now: () => recordNow(),
    onFrozen: (frozen) => desktop.setInputEnabled(!frozen),
    onChange: () => handlers.onChange(),
  });

  const heldBack = createHeldBack({ decide, onChange: () => handlers.onChange() });
  const tooLarge = createTooLarge({ onChange: () => handlers.onChange() });
  const rows = createChunkRows({
    clock,
    log,
    write: (entry) => handlers.storeRow(entry),
    onTrouble: () => troubles.begin("rows", { code: "database-blocked", data: {} }),
    onBack: () => troubles.end("rows"),
  });

  const recorder = starting.use(
    await startRecorder(
      { clock, log, supervisor: deps.supervisor, sealer: deps.sealer, store: deps.store, capture: desktop.capture },
      {
        sessionId: record.sessionId,
        dataKey,
        frameRate: record.frameRate,
        codec: record.compression,
        suite: record.encryption,
        chunkBytes: record.chunkSizeBytes,
        clockErrorMs: () => deps.clockError?.boundMs() ?? null,
        finalBlock: () => deps.finalBlock?.() ?? null,
      },
      {
        onSealed(entry) {
          try {
            handlers.planRow(entry);
          } catch (error) {
            if (!isDatabaseTrouble(error)) throw error;
            log.warn({ err: error, chunk: entry.index }, "a chunk is written without a note of its row");
          }
        },
        async onChunk(entry) {
          if (await rows.add(entry)) await handlers.onStored(entry);
        },
        onRecorderLost(trouble) {
          log.warn({ code: trouble.code }, "recorder lost: input is frozen");
          troubles.begin("recorder", RECORDER_LOST);
          if (record.policy.recording.on_loss === "end") handlers.onEnd("recorder_lost", RECORDER_LOST);
        },
        onLossExplained: (code) => troubles.explain("recorder", code),
        onRecorderBack: () => troubles.end("recorder"),
        onStorageTrouble(trouble) {
          log.error({ code: trouble.code }, "chunks cannot be stored: input is frozen");
          troubles.begin("storage", { code: "storage-blocked", data: { error: trouble.code } });
        },
        onStorageBack: () => troubles.end("storage"),
        onFailed: ({ code }) => handlers.onEnd("recorder_lost", { code: "recorder-failed", data: { error: code } }),
      },
    ),
  );

  recordNow = () => recorder.now();
  const { duration_s, idle_s } = record.policy.limits;
  const limits = listening.use(
    createSessionLimits(
      clock,
      {
        durationMs: duration_s * 1_000,
        idleMs: idle_s * 1_000,
        grantEndsAtMs: record.grantTerms.ends_at_ms,
        recordNow: () => recorder.now(),
      },
      (limit) => handlers.onEnd("limit", { code: `limit-${limit}`, data: {} }),
    ),
  );

  const { startedAtMs } = recorder.status();
  function onDesktopEvent(event: DesktopEvent): void {
    const recorded = recordedEvent(event, { characters: record.policy.recording.keystrokes });
    if (recorded) recorder.addEvent({ ...recorded, t: Math.max(recorded.t, startedAtMs) });
    heldBack.hear(event);
    tooLarge.hear(event);
    if (isRecordOnly(event)) return;
    if (event.type === "client-connected") {
      participants.set(event.clientId, { via: event.kind, label: event.address, since: new Date(event.atMs).toISOString() });
    } else if (event.type === "client-disconnected") participants.delete(event.clientId);
    if (event.type === "network-changed") isNetworkSilent = !event.answers;
    if (event.type === "limit-reached" && event.limit === "memory") handlers.onEnd("limit", { code: "limit-memory", data: {} });
    limits.setOccupied(participants.size > 0);
    handlers.onChange();
  }
  onEvent = onDesktopEvent;
  for (const event of early.splice(0)) onDesktopEvent(event);
  listening.use(
    desktop.onExit((exit) => {
      if (exit.part !== "disposed") handlers.onEnd("desktop_lost", { code: "desktop-ended", data: { part: exit.part } });
    }),
  );

  signal.throwIfAborted();
  const running = starting.move();
  let stopped: Promise<RecorderSummary> | undefined;
  let pausedFor = "";
  const openedElapsed = clock.elapsed();
  return {
    sessionId: record.sessionId,
    desktop,
    recorder,
    rows,
    view: () => ({
      ...{ openForMs: clock.elapsed() - openedElapsed, participants: [...participants.values()], isNetworkSilent },
      ...{ heldBack: heldBack.view(), tooLarge: tooLarge.view(), ...troubles.view() },
    }),
    async pause(reason, note) {
      await recorder.pause(reason);
      try {
        note();
      } catch (error) {
        await recorder
          .resume()
          .catch((cause: unknown) => log.warn({ err: cause }, "a session that is not paused has no picture yet"));
        throw error;
      }
      pausedFor = reason;
      troubles.pause(reason);
    },
    async resume(note) {
      try {
        await recorder.resume();
        note();
      } catch (error) {
        // The recorder would record, or go on trying to, while the session says that it is paused.
        await recorder.pause(pausedFor);
        throw error;
      }
      troubles.resume();
    },
    lockInput(reason) {
      if (reason === undefined) troubles.end("admin");
      else troubles.begin("admin", { code: "input-locked", data: { text: reason } });
    },
    stop(deadlineMs) {
      stopped ??= (async () => {
        listening.dispose();
        rows.release();
        try {
          return await recorder.stop(deadlineMs);
        } finally {
          // What was recorded is sealed as it is, however the desktop ends.
          await running.disposeAsync().catch((error: unknown) => log.error({ err: error }, "a desktop did not end cleanly"));
        }
      })();
      return stopped;
    },
  };
}

function onAbort(signal: AbortSignal, work: () => void): Disposable {
  signal.addEventListener("abort", work, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener("abort", work) };
}
