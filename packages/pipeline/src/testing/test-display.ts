import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { programEnvironment } from "../capture/program.ts";

/** A display of its own for a test, with access control as a session's display has it. */
export interface TestDisplay extends AsyncDisposable {
  readonly displayNumber: number;
  readonly xauthority: string;
  readonly cookie: Buffer;
  readonly rfbSocket: string;
  readonly pid: number;
  /** Starts a program on the display; it ends with the display. */
  launch(program: string, ...args: readonly string[]): ChildProcess;
  /** Runs a program on the display to its end. */
  run(program: string, ...args: readonly string[]): Promise<void>;
}

export const TEST_SIZE = { width: 640, height: 480 } as const;

export interface TestScreen {
  readonly width: number;
  readonly height: number;
  /** Bits of a pixel; default 24. */
  readonly depth?: number;
}

export async function startTestDisplay({ width, height, depth = 24 }: TestScreen = TEST_SIZE): Promise<TestDisplay> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-display-"));
  const xauthority = join(folder, "Xauthority");
  const cookie = randomBytes(16);
  await writeFile(xauthority, cookieFile(cookie), { mode: 0o600 });
  const rfbSocket = join(folder, "rfb");
  const screen = ["-geometry", `${width}x${height}`, "-depth", String(depth)];
  const rfb = ["-SecurityTypes", "None", "-rfbport", "-1", "-rfbunixpath", rfbSocket, "-AlwaysShared"];
  const server = spawn("Xvnc", ["-displayfd", "3", "-nolisten", "tcp", "-auth", xauthority, ...screen, ...rfb], {
    env: programEnvironment(),
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [line] = (await once(server.stdio[3] as Readable, "data")) as [Buffer];
  const displayNumber = Number(line.toString().trim());
  const children: ChildProcess[] = [];
  const launch = (name: string, ...args: readonly string[]): ChildProcess => {
    const child = spawn(name, args, {
      env: { ...programEnvironment(xauthority), DISPLAY: `:${displayNumber}`, HOME: folder },
      stdio: "ignore",
    });
    children.push(child);
    return child;
  };
  return {
    displayNumber,
    xauthority,
    cookie,
    rfbSocket,
    pid: server.pid ?? 0,
    launch,
    async run(name, ...args) {
      const [code] = await once(launch(name, ...args), "exit");
      if (code !== 0) throw new Error(`${name} ended with code ${String(code)}`);
    },
    async [Symbol.asyncDispose]() {
      for (const child of [...children, server]) await end(child);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

/** An Xauthority file with an entry of another display first, and one that fits all. */
function cookieFile(cookie: Buffer): Buffer {
  const entry = (display: string, data: Buffer) =>
    Buffer.concat([
      Buffer.from([1, 0]),
      ...[Buffer.from("testhost"), Buffer.from(display), Buffer.from("MIT-MAGIC-COOKIE-1"), data].flatMap((part) => [
        Buffer.from([0, part.length]),
        part,
      ]),
    ]);
  return Buffer.concat(
    [entry("65000", randomBytes(16)), Buffer.from(entry("", cookie))].map((bytes) =>
      Buffer.concat([Buffer.from([0xff, 0xff]), bytes.subarray(2)]),
    ),
  );
}
