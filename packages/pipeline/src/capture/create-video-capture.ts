import type { Clock } from "@lucid/foundation";
import { machineMs } from "../screen/capture.protocol.ts";
import type { CapturePool } from "../screen/start-capture-pool.ts";
import type { CaptureMessage } from "../screen/start-capture-worker.ts";
import type { VideoCapture, VideoHandlers, VideoSettings } from "./display-capture.ts";
import type { Encoder } from "./encoder.ts";
import { captureArguments, frameRateOf } from "./ffmpeg-arguments.ts";
import { FFMPEG, programEnvironment } from "./program.ts";

export interface VideoCaptureDeps {
  readonly clock: Clock;
  readonly recorders: Pick<CapturePool, "start">;
  readonly ffmpeg?: string;
}

export interface VideoCaptureOptions extends VideoSettings {
  readonly rfbSocket: string;
  readonly width: number;
  readonly height: number;
  readonly encoder: Encoder;
}

/** What does not end by itself is killed after this; and given up when it does not even do that, after as long again. */
const STOP_MS = 2_000;
/** After a quiet time a change of 40 ms is caught. */
const QUICK_MS = 40;
const NO_WORKER = "The recorder's worker is not there yet";

/** Starts to record a display in one of the recorders' workers. Failing to start is an exit as well. */
export function createVideoCapture(deps: VideoCaptureDeps, options: VideoCaptureOptions, handlers: VideoHandlers): VideoCapture {
  const { clock } = deps;
  const exited = Promise.withResolvers<string>();
  /** Between the machine's clock, which all threads share, and the one that was given. */
  const offsetMs = clock.elapsed() - machineMs();
  let beganAt = 0;
  let ending: Disposable | undefined;
  let isOver = false;

  const frameRate = frameRateOf(options.frameRate, options.overload);
  const control = deps.recorders.start(
    {
      socket: options.rfbSocket,
      program: deps.ffmpeg ?? FFMPEG,
      args: captureArguments(options),
      env: programEnvironment(),
      quickMs: QUICK_MS,
      steadyMs: Math.round(1_000 / frameRate),
      keyMs: options.keyMs,
    },
    receive,
  );
  if (!control) end(NO_WORKER);

  function end(detail: string): void {
    isOver = true;
    ending?.[Symbol.dispose]();
    exited.resolve(detail);
  }

  function kill(): void {
    if (isOver) return;
    control?.tell("kill");
    ending?.[Symbol.dispose]();
    ending = clock.after(STOP_MS, () => control?.abandon());
  }

  function receive(message: CaptureMessage): void {
    switch (message.type) {
      case "began":
        beganAt = message.atMs + offsetMs;
        return;
      case "init":
        return handlers.onInit({ ...message.init, bytes: Buffer.from(message.init.bytes.buffer) }, beganAt);
      case "fragment":
        return handlers.onFragment({ ...message.fragment, bytes: Buffer.from(message.fragment.bytes.buffer) });
      case "heartbeat":
        return handlers.onHeartbeat?.({
          atMs: message.atMs + offsetMs,
          machineMs: message.atMs,
          counts: message.counts,
        });
      case "stalled":
        return handlers.onStalled?.(message.cause);
      case "waits":
        return handlers.onWaits?.(message.cause);
      case "stuck":
        return handlers.onStuck?.(message.cause);
      case "ended":
        return end(message.detail);
    }
  }

  return {
    exited: exited.promise,
    requestKeyframe: () => control?.tell("key"),
    explain: () => control?.tell("explain"),
    kill,
    async [Symbol.asyncDispose]() {
      if (!isOver && !ending) {
        control?.tell("stop");
        ending = clock.after(STOP_MS, kill);
      }
      await exited.promise;
    },
  };
}
