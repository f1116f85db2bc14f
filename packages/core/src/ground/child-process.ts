import { type ChildProcess, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** How much of a program's last words is kept for the error that reports its end. */
const TAIL_CHARACTERS = 4_000;
const MAX_LINE_CHARACTERS = 2_000;

export interface ChildExit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A program in a process group of its own. Disposing kills the group and waits for the program's end. */
export interface Child extends AsyncDisposable {
  readonly pid: number;
  /** Settles when the program ended; never rejects. */
  readonly exited: Promise<ChildExit>;
  /** Last lines of output. */
  tail(): string;
  /** A further file descriptor asked for by `extraFds`, from 3 upwards. */
  channel(fd: number): Writable & Readable;
}

export interface ChildOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Number of file descriptors beyond stderr, each a channel. */
  readonly extraFds?: number;
  readonly onLine?: (line: string) => void;
}

/**
 * Characters that are read of a program's output within a window, and lines of them that are looked at. One that prints without end waits
 * for the next window, as if its terminal were slow: read as fast as it prints, it would take the whole main thread.
 */
const WINDOW_MS = 250;
const WINDOW_CHARACTERS = 65_536;
const WINDOW_LINES = 200;

/** @returns what reads the rest without waiting, once the program is gone. */
function followLines(stream: Readable, onLine: (line: string) => void): () => void {
  let rest = "";
  let read = 0;
  let lines = 0;
  let isWindowOpen = false;
  let isLast = false;

  function nextWindow(): void {
    isWindowOpen = false;
    read = 0;
    lines = 0;
    stream.resume();
  }

  stream.setEncoding("utf8").on("data", (text: string) => {
    if (!isWindowOpen) setTimeout(nextWindow, WINDOW_MS);
    isWindowOpen = true;
    const whole = (rest + text).split("\n");
    rest = (whole.pop() ?? "").slice(-MAX_LINE_CHARACTERS);
    for (const line of whole.slice(0, WINDOW_LINES - lines)) onLine(line);
    lines = Math.min(WINDOW_LINES, lines + whole.length);
    read += text.length;
    if (read >= WINDOW_CHARACTERS && !isLast) stream.pause();
  });
  return () => {
    isLast = true;
    stream.resume();
  };
}

/** Starts a program with nothing of this process's environment. Throws when it cannot be started. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const extra = Array.from({ length: options.extraFds ?? 0 }, () => "pipe" as const);
  const child: ChildProcess = spawn(options.program, [...options.args], {
    detached: true,
    env: options.env,
    cwd: "/",
    stdio: ["ignore", "pipe", "pipe", ...extra],
  });
  const exit = Promise.withResolvers<ChildExit>();
  child.once("exit", (code, signal) => exit.resolve({ code, signal }));
  await new Promise<void>((resolve, reject) => child.once("spawn", resolve).once("error", reject));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${options.program} started without a process id`);

  let tail = "";
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    const readRest = followLines(stream, (line) => {
      tail = `${tail}${line}\n`.slice(-TAIL_CHARACTERS);
      options.onLine?.(line);
    });
    void exit.promise.then(readRest);
  }

  let isGone = false;
  void exit.promise.then(() => {
    isGone = true;
  });
  // `close` comes once nobody holds the output any more, so when what the program had started is gone as well.
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return {
    pid,
    exited: exit.promise,
    tail: () => tail,
    channel(fd) {
      const channel = child.stdio[fd];
      if (!channel) throw new Error(`file descriptor ${fd} was not asked for`);
      return channel as Writable & Readable;
    },
    async [Symbol.asyncDispose]() {
      if (!isGone) {
        try {
          process.kill(-pid, "SIGKILL");
        } catch (cause) {
          if ((cause as NodeJS.ErrnoException).code !== "ESRCH") throw cause;
        }
      }
      await exit.promise;
      for (const stream of child.stdio.slice(3)) stream?.destroy();
      await closed;
    },
  };
}
