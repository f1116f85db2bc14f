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

/** Starts a node as a user would and waits for its first line. Disposing it presses Ctrl-C and waits. */
export async function spawnNode(lucid: string, args: readonly string[]): Promise<SpawnedNode> {
  const child = spawnLucid(lucid, ["--server", "--json", ...args], "inherit");
  const ended = once(child, "exit");
  const line = await Promise.race([
    firstLine(child),
    ended.then(([code]) => Promise.reject(new Error(`The node ended with exit code ${code}`))),
  ]);
  const announced: { url: string; pid: number; setupCode?: string } = JSON.parse(line);
  if (announced.setupCode === undefined) throw new Error("The new node gave no setup code");
  return {
    url: announced.url,
    pid: announced.pid,
    setupCode: announced.setupCode,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGINT");
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("The node has no standard output");
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error("The node said nothing");
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
