import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import type { CaptureOptions } from "./capture.protocol.ts";

export interface EncoderProcess {
  /** Writes these bytes as one; `done` is called when the encoder has taken them, and never when it is gone. */
  write(pieces: readonly Uint8Array[], done: () => void): void;
  /** Lets it encode what it has and end. */
  end(): void;
  kill(): void;
}

export interface EncoderHandlers {
  onVideo(bytes: Buffer): void;
  /** All of its video was handed over. `said` are its last lines. */
  onEnd(how: string, said: string): void;
}

const KEPT_LINES = 5;
const SAID_LENGTH = 500;

/** Starts the encoder. Failing to start is an end as well. */
export function startEncoder(options: CaptureOptions, handlers: EncoderHandlers): EncoderProcess {
  const child: ChildProcessByStdio<Writable, Readable, Readable> = spawn(options.program, options.args, {
    env: options.env,
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  const lines: string[] = [];
  let over = false;

  function end(how: string): void {
    if (over) return;
    over = true;
    handlers.onEnd(how, lines.join(" | ").slice(-SAID_LENGTH));
  }

  // It breaks when the encoder goes, which its end tells better.
  child.stdin.on("error", () => undefined);
  child.stdout.on("data", handlers.onVideo);
  createInterface({ input: child.stderr }).on("line", (line) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
  });
  child.once("error", (error) => {
    if (child.pid === undefined) end(error.message);
  });
  child.once("close", (code, signal) => end(`ffmpeg ended with ${signal ?? `code ${code}`}`));

  return {
    write(pieces, done) {
      child.stdin.cork();
      for (const piece of pieces.slice(0, -1)) child.stdin.write(piece);
      const last = pieces.at(-1);
      if (last) child.stdin.write(last, (error) => (error ? undefined : done()));
      child.stdin.uncork();
    },
    end: () => void child.stdin.end(),
    kill: () => void child.kill("SIGKILL"),
  };
}
