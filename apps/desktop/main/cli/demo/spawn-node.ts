import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

export interface SpawnedNode extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly setupCode: string;
}

/** Runs the command `lucid` with these arguments in a process of its own. */
const spawnLucid = (lucid: string, args: readonly string[], stderr: "inherit" | "ignore"): ChildProcess =>
  spawn(process.execPath, [lucid, ...args], { stdio: ["ignore", "pipe", stderr] });

interface Announced {
  readonly url: string;
  readonly pid: number;
  readonly setupCode?: string;
}

/** Starts a command that says in its first line where it is, and goes on. Disposing it presses Ctrl-C and waits. */
async function spawnAnnounced(lucid: string, args: readonly string[]): Promise<Announced & AsyncDisposable> {
  const child = spawnLucid(lucid, args, "inherit");
  const ended = once(child, "exit");
  const line = await Promise.race([
    firstLine(child),
    ended.then(([code]) => Promise.reject(new Error(`The process ended with exit code ${code}`))),
  ]);
  const announced: Announced = JSON.parse(line);
  return {
    ...announced,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGINT");
      await ended;
    },
  };
}

/** Starts a node as a user would. */
export async function spawnNode(lucid: string, args: readonly string[]): Promise<SpawnedNode> {
  const node = await spawnAnnounced(lucid, ["--server", "--json", ...args]);
  const { setupCode } = node;
  if (setupCode === undefined) throw new Error("The new node gave no setup code");
  return { ...node, setupCode };
}

/** Starts a local TRON network as a user would. */
export const spawnDevnet = (lucid: string, args: readonly string[]): Promise<Announced & AsyncDisposable> =>
  spawnAnnounced(lucid, ["devnet", "--json", "--port", "0", ...args]);

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("The process has no standard output");
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error("The process said nothing");
}

/** Output of a `lucid` command that ends by itself, with its exit code. */
export async function runLucid(lucid: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawnLucid(lucid, args, "ignore");
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [code] = await once(child, "close");
  return { code, output };
}
