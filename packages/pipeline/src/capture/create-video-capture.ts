import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Clock } from "@lucid/foundation";
import { createFragmentReader, type VideoPart } from "../mp4/create-fragment-reader.ts";
import type { VideoCapture, VideoHandlers } from "./display-capture.ts";
import { type CaptureShape, captureArguments } from "./ffmpeg-arguments.ts";
import { FFMPEG, programEnvironment } from "./program.ts";

export interface VideoCaptureDeps {
  readonly clock: Clock;
  readonly ffmpeg?: string;
}

export interface VideoCaptureOptions extends CaptureShape {
  readonly xauthority?: string;
}

/** An ffmpeg that does not end by itself is killed after this. */
const STOP_MS = 2_000;
const KEPT_LINES = 5;
/** ffmpeg prints the Unix time of the first frame: `Duration: N/A, start: 1795164795.114382, bitrate: ...`. */
const START = /^\s*Duration: N\/A, start: (\d+\.\d+),/;

/** Starts ffmpeg on a display. Failing to start is an exit as well. */
export function createVideoCapture(deps: VideoCaptureDeps, options: VideoCaptureOptions, handlers: VideoHandlers): VideoCapture {
  const child = spawn(deps.ffmpeg ?? FFMPEG, captureArguments(options), {
    env: programEnvironment(options.xauthority),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const reader = createFragmentReader();
  const exited = Promise.withResolvers<string>();
  const lines: string[] = [];
  const early: VideoPart[] = [];
  let epochMs: number | undefined;
  let stopping = false;
  let failure: string | undefined;

  const kill = (): void => void child.kill("SIGKILL");

  function deliver(part: VideoPart): void {
    if (epochMs === undefined) early.push(part);
    else if (part.kind === "init") handlers.onInit(part.init, epochMs);
    else handlers.onFragment(part.fragment);
  }

  child.stdout.on("data", (bytes: Buffer) => {
    if (failure !== undefined) return;
    try {
      reader.push(bytes, deliver);
    } catch (error) {
      failure = describe(error);
      kill();
    }
  });
  createInterface({ input: child.stderr }).on("line", (line) => {
    const start = epochMs === undefined ? START.exec(line)?.[1] : undefined;
    if (start !== undefined) {
      epochMs = Math.round(Number(start) * 1_000);
      for (const part of early.splice(0)) deliver(part);
    }
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
  });
  child.once("error", (error) => {
    failure = error.message;
    if (child.pid === undefined) exited.resolve(failure);
  });
  child.once("close", (code, signal) => {
    failure ??= `ffmpeg ended with ${signal ?? `code ${code}`}: ${lines.join(" | ").slice(-500)}`;
    exited.resolve(failure);
  });

  return {
    exited: exited.promise,
    kill,
    async [Symbol.asyncDispose]() {
      if (!stopping) child.kill("SIGINT");
      stopping = true;
      using _deadline = deps.clock.after(STOP_MS, kill);
      await exited.promise;
    },
  };
}

const describe = (error: unknown): string => {
  const detail = error instanceof Error && "details" in error ? JSON.stringify(error.details) : "";
  return `${error instanceof Error ? error.message : String(error)} ${detail}`.trim();
};
