import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface RdpVisitor extends AsyncDisposable {
  /** Clicks into the middle of the desktop and types the text and Return, as a person would. */
  type(text: string): Promise<void>;
}

export interface RdpTarget {
  readonly host: string;
  readonly port: number;
  readonly password: string;
}

/** FreeRDP on an invisible screen of its own, connected to a session's desktop. */
export async function startRdpVisitor(target: RdpTarget, signal: AbortSignal): Promise<RdpVisitor> {
  await using starting = new AsyncDisposableStack();
  const display = await startScreen(starting);
  // FreeRDP keeps certificates there, and does not start without: a container's user may have no home.
  const home = await mkdtemp(join(tmpdir(), "lucid-demo-"));
  starting.defer(() => rm(home, { recursive: true, force: true }));
  const client = start(
    starting,
    "xfreerdp",
    [`/v:${target.host}:${target.port}`, "/u:session", "/from-stdin:force", "/cert:ignore", "/size:1280x720"],
    { DISPLAY: display, HOME: home },
  );
  // A client that is gone before it read this is missed by the window that never comes.
  client.stdin?.on("error", () => undefined);
  client.stdin?.end(`${target.password}\n`);
  await window(display, client, signal);
  const visiting = starting.move();
  return {
    async type(text) {
      await xdotool(display, ["mousemove", "640", "360", "click", "1"]);
      await sleep(300, undefined, { signal });
      await xdotool(display, ["type", "--delay", "60", text]);
      await xdotool(display, ["key", "Return"]);
    },
    [Symbol.asyncDispose]: () => visiting.disposeAsync(),
  };
}

/** A virtual X server that chooses a free display number and reports it on a pipe. */
async function startScreen(stack: AsyncDisposableStack): Promise<string> {
  const screen = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x760x24", "-nolisten", "tcp"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  stack.defer(() => end(screen));
  const pipe = screen.stdio[3];
  if (!pipe) throw new Error("Xvfb has no pipe for its display number");
  const [number] = await Promise.race([
    once(pipe, "data"),
    once(screen, "exit").then(() => Promise.reject(new Error("Xvfb did not start"))),
  ]);
  const display = `:${String(number).trim()}`;
  await access(`/tmp/.X11-unix/X${display.slice(1)}`);
  return display;
}

function start(stack: AsyncDisposableStack, program: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["pipe", "ignore", "ignore"] });
  stack.defer(() => end(child));
  return child;
}

/** Waits until FreeRDP shows its window and the picture had time to arrive. */
async function window(display: string, client: ChildProcess, signal: AbortSignal): Promise<void> {
  for (;;) {
    const found = await xdotool(display, ["search", "--name", "FreeRDP"]);
    if (found) break;
    if (client.exitCode !== null || client.signalCode !== null)
      throw new Error(`xfreerdp ended at once (${client.exitCode ?? client.signalCode})`);
    await sleep(200, undefined, { signal });
  }
  await sleep(1_500, undefined, { signal });
}

async function xdotool(display: string, args: readonly string[]): Promise<boolean> {
  const child = spawn("xdotool", args, { env: { ...process.env, DISPLAY: display }, stdio: "ignore" });
  const [code] = await once(child, "exit");
  return code === 0;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  await ended;
}
