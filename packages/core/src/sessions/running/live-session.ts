import type { Participant } from "@lucid/contract";
import type { ChunkStore, Encoder, Recorder, RecorderSummary, Sealer } from "@lucid/pipeline";
import { startRecorder } from "@lucid/pipeline";
import type { ChunkEntry, Gap, Manifest } from "@lucid/proof";
import type { Logger } from "pino";
import { type Desktop, type DesktopDeps, type DesktopEvent, startDesktop } from "../../desktops/index.ts";
import type { Clock, Randomness } from "../../ports/index.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import type { LiveView } from "../stored/session-view.ts";
import { recordedEvent } from "./recorded-event.ts";

export interface LiveSessionDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
  readonly desktopHost: DesktopDeps["host"];
  readonly sealer: Sealer;
  readonly store: ChunkStore;
  readonly encoder: Encoder;
}

export interface LiveSessionOptions {
  readonly record: SessionRecord;
  readonly dataKey: Uint8Array;
  /** Folder of the session's processes; made and removed with the desktop. */
  readonly directory: string;
  readonly rdp: { readonly address: string; readonly fromPort: number; readonly toPort: number };
}

export interface LiveSessionHandlers {
  /** The chunk is on disk. Runs before the next chunk. */
  onChunk(entry: ChunkEntry): void;
  /** Participants, input or a gap changed. */
  onChange(): void;
  /** The session must end by itself; `stop` is still to be called. */
  onEnd(end: Manifest["end"], reason: string): void;
}

/** A desktop that is open and recorded. */
export interface LiveSession {
  readonly sessionId: string;
  readonly desktop: Desktop;
  readonly recorder: Recorder;
  view(): LiveView;
  pause(reason: string): Promise<void>;
  resume(): Promise<void>;
  /** Ends the record first and the desktop after it, so that nothing on the screen goes unrecorded. */
  stop(): Promise<RecorderSummary>;
}

/** Opens the desktop and records it; undone when a step fails. */
export async function startLiveSession(
  deps: LiveSessionDeps,
  { record, dataKey, directory, rdp }: LiveSessionOptions,
  handlers: LiveSessionHandlers,
): Promise<LiveSession> {
  const { clock } = deps;
  const log = deps.log.child({ session_id: record.sessionId });
  const template = deps.desktopHost.templates.get(record.template);
  if (!template) throw new Error(`Template ${record.template} is gone`);

  await using starting = new AsyncDisposableStack();
  const desktop = starting.use(
    await startDesktop(
      { log, clock, randomness: deps.randomness, host: deps.desktopHost },
      {
        sessionId: record.sessionId,
        directory,
        geometry: { width: record.width, height: record.height },
        template,
        policy: {
          clipboard: {
            hostToRemote: record.policy.clipboard.host_to_remote,
            remoteToHost: record.policy.clipboard.remote_to_host,
          },
          keyboard: record.policy.input.keyboard,
          mouse: record.policy.input.mouse,
          network: record.policy.network,
        },
        rdp,
      },
    ),
  );

  let openGap: Gap | null = null;
  let frozen = false;
  const participants = new Map<number, Participant>();
  const setGap = (kind: Gap["kind"], reason: string): void => {
    openGap ??= { kind, reason, from_ms: clock.now(), to_ms: Number.MAX_SAFE_INTEGER };
    handlers.onChange();
  };
  const freeze = (on: boolean): void => {
    frozen = on;
    desktop.setInputEnabled(!on);
    handlers.onChange();
  };

  const recorder = starting.use(
    await startRecorder(
      { clock, log, sealer: deps.sealer, store: deps.store },
      {
        sessionId: record.sessionId,
        dataKey,
        displayNumber: desktop.displayNumber,
        xauthority: desktop.xauthority,
        width: record.width,
        height: record.height,
        encoder: deps.encoder,
        frameRate: record.frameRate,
        codec: record.compression,
        suite: record.encryption,
        chunkBytes: record.chunkSizeBytes,
        characters: record.policy.recording.keystrokes,
      },
      {
        onChunk: (entry) => handlers.onChunk(entry),
        onRecorderLost(trouble) {
          log.warn({ code: trouble.code }, "recorder lost: input is frozen");
          freeze(true);
          setGap("recorder_lost", trouble.reason);
          if (record.policy.recording.on_loss === "end") handlers.onEnd("recorder_lost", trouble.reason);
        },
        onRecorderBack() {
          openGap = null;
          freeze(false);
        },
        onStorageTrouble(trouble) {
          log.error({ code: trouble.code }, "chunks cannot be stored: input is frozen");
          freeze(true);
          setGap("recorder_lost", trouble.reason);
        },
        onStorageBack() {
          openGap = null;
          freeze(false);
        },
        onFailed: (trouble) => handlers.onEnd("recorder_lost", trouble.reason),
      },
    ),
  );

  function onDesktopEvent(event: DesktopEvent): void {
    const recorded = recordedEvent(event);
    if (recorded) recorder.addEvent(recorded);
    if (event.type === "client-connected") {
      participants.set(event.clientId, { via: event.kind, label: event.address, since: new Date(event.atMs).toISOString() });
    } else if (event.type === "client-disconnected") participants.delete(event.clientId);
    handlers.onChange();
  }
  const listening = new DisposableStack();
  listening.use(desktop.onEvent(onDesktopEvent));
  listening.use(
    desktop.onExit((exit) => {
      if (exit.part !== "disposed") handlers.onEnd("desktop_lost", `The desktop's ${exit.part} ended`);
    }),
  );

  const running = starting.move();
  let stopped: Promise<RecorderSummary> | undefined;
  return {
    sessionId: record.sessionId,
    desktop,
    recorder,
    view: () => ({ participants: [...participants.values()], inputFrozen: frozen, openGap }),
    async pause(reason) {
      await recorder.pause(reason);
      setGap("paused", reason);
    },
    async resume() {
      await recorder.resume();
      openGap = null;
      handlers.onChange();
    },
    stop() {
      stopped ??= (async () => {
        listening.dispose();
        const summary = await recorder.stop();
        await running.disposeAsync();
        return summary;
      })();
      return stopped;
    },
  };
}
