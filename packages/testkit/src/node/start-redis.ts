import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.ts";

/** A real redis-server of this computer. It keeps its port and its folder while it is killed and started again. */
export interface TestRedis extends AsyncDisposable {
  readonly port: number;
  /** Settings of a node of this owner that uses it. */
  readonly settings: { readonly redis_url: string; readonly owner_key_file: string };
  /** Starts it again, with other arguments where some are given. */
  start(args?: readonly string[]): Promise<void>;
  /** Ends it at once, as a crash does. */
  kill(): Promise<void>;
  /** It hangs, and answers nobody. */
  hang(hangs: boolean): void;
}

/** What is not persisted is lost with the process, which is Redis at its worst. */
const FORGETFUL = ["--save", "", "--appendonly", "no"];

/** Starts a redis-server on a loopback port. @throws when the program is missing or does not start. */
export async function startRedis(args: readonly string[] = FORGETFUL): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), "lucid-redis-"));
  const ownerKey = join(folder, "owner.key");
  await writeFile(ownerKey, "a secret that all nodes of this owner share, and nobody else has");
  const port = await freePort();
  const common = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--daemonize", "no"];
  let server: ChildProcess | undefined;

  async function start(more: readonly string[]): Promise<void> {
    const child = spawn("redis-server", [...common, ...more], { stdio: ["ignore", "pipe", "ignore"] });
    await once(child, "spawn");
    server = child;
    const said: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      said.push(line);
      if (line.includes("eady to accept connections") || line.includes("Loading")) break;
    }
    child.stdout.resume();
    if (child.exitCode !== null) throw new Error(`redis-server did not start: ${said.slice(-3).join(" / ")}`);
  }

  async function kill(): Promise<void> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
  }

  await start(args);
  return {
    port,
    settings: { redis_url: `redis://127.0.0.1:${port}`, owner_key_file: ownerKey },
    start: (others = args) => start(others),
    kill,
    hang: (hangs) => void server?.kill(hangs ? "SIGSTOP" : "SIGCONT"),
    async [Symbol.asyncDispose]() {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
