import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { TestDisplay } from "@lucid/pipeline/testing";
import { descendantsOf } from "../../apps/desktop/test/node/test-node.ts";

export const SIZE = { width: 1_280, height: 720 } as const;

/** A recorder that runs on a display. */
export interface RunningRecorder {
  /** Its processes, for their CPU time. */
  readonly pids: readonly number[];
  /** Bytes of video so far. */
  bytes(): number;
  /** The last counters that it told. */
  counts(): Readonly<Record<string, number>>;
  /** Ends it in good order. */
  stop(): Promise<void>;
}

const PROGRAM = join(import.meta.dirname, "recorder.program.ts");

/** Starts a recorder; resolves when the first pictures are in. */
export async function startRecorder(
  kind: "polling" | "damage",
  { displayNumber, xauthority, rfbSocket }: TestDisplay,
  path: string,
): Promise<RunningRecorder> {
  const args = [PROGRAM, kind, String(displayNumber), rfbSocket, String(SIZE.width), String(SIZE.height), path];
  const env = { ...process.env, XAUTHORITY: xauthority };
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = once(child, "exit");
  const begun = Promise.withResolvers<void>();
  let counts: Record<string, number> = {};
  createInterface({ input: child.stdout }).on("line", (line) => {
    counts = JSON.parse(line) as Record<string, number>;
    begun.resolve();
  });
  await Promise.race([begun.promise, ended.then(() => Promise.reject(new Error(`The ${kind} recorder did not start`)))]);
  const pid = child.pid ?? 0;
  const family = await descendantsOf(pid);
  return {
    pids: [pid, ...family.map((process) => process.pid)],
    bytes: () => statSync(path).size,
    counts: () => counts,
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}
