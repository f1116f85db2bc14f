import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Clock } from "@lucid/foundation";
import { commandOf, type InstalledFolders, putInForce, versionInForce } from "./installation.ts";
import { readState, writeState } from "./update-state.ts";

/** How often an update that was laid down is looked for, and a node on trial is asked how it is. */
const LOOK_MS = 1_000;
/** A node announces itself within seconds, on a small machine under load in some more. */
const ANNOUNCE_MS = 60_000;
/** After this time a node that was asked to stop is ended: its own deadline is 10 s. */
const STOP_MS = 20_000;
const ASK_MS = 5_000;

export interface KeepOptions {
  readonly folders: InstalledFolders;
  /** What `lucid --server` is started with. */
  readonly args: readonly string[];
  /** How long a new version must have been healthy without a break before it is in force. */
  readonly healthyMs: number;
  readonly onAnnounced: (line: string) => void;
  readonly say: (text: string) => void;
  /** Asks the node to stop, and ends with it. */
  readonly signal: AbortSignal;
}

/** A node in a process of its own. */
interface RunningNode {
  /** The address of its page; undefined when it ended before it said one, or said something else. */
  readonly url: Promise<string | undefined>;
  /** Its exit code, or null when a signal ended it. */
  readonly ended: Promise<number | null>;
  stop(): Promise<number | null>;
}

/**
 * Runs the version in force. An update that was laid down is put on trial in its place: it is in force once it has been healthy for
 * a while, and else the version before runs on. A trial that a crash of this process or of the machine cut short counts as failed.
 * Resolves with the exit code of the node.
 */
export async function keepNode(deps: { readonly clock: Clock }, options: KeepOptions): Promise<number | null> {
  const { folders, say } = options;
  const cut = await readState(folders.state);
  if (cut?.state === "trial") {
    // What cut it short may have come when it was passed already, and the version in force.
    if (cut.version === (await versionInForce(folders))) await settle(options, cut.version);
    else await giveUp(options, cut.version, "the trial was cut short");
  }
  for (;;) {
    const tried = await tryStaged(deps, options);
    const node = tried ?? start(options, await versionInForce(folders));
    const next = await Promise.race([node.ended, untilStaged(deps, options), untilAborted(options.signal)]);
    if (next !== "staged") return next === "stop" ? await node.stop() : next;
    say("There is an update: the node stops for it. Open sessions are sealed with what is recorded.");
    await node.stop();
  }
}

/** The node of a version that stood its trial; undefined when there is none to try, or it did not. */
async function tryStaged(deps: { readonly clock: Clock }, options: KeepOptions): Promise<RunningNode | undefined> {
  const { folders, signal } = options;
  const state = await readState(folders.state);
  if (state?.state !== "staged") return undefined;
  const { version } = state;
  await writeState(folders.state, { version, state: "trial" });
  const node = start(options, version);
  const trouble = await watchTrial(deps, options, node);
  if (signal.aborted) {
    // Whoever stops the node says nothing about the version: its trial begins anew with the next start.
    await writeState(folders.state, state);
    return node;
  }
  if (trouble === undefined) {
    await putInForce(folders, version);
    await settle(options, version);
    return node;
  }
  await node.stop();
  await giveUp(options, version, trouble);
  return undefined;
}

/** Of a version in force: the others go. */
async function settle({ folders, say }: KeepOptions, version: string): Promise<void> {
  await writeState(folders.state, { version, state: "in-force" });
  for (const other of await readdir(folders.versions))
    if (other !== version) await rm(join(folders.versions, other), { recursive: true, force: true });
  say(`Version ${version} is in force.`);
}

async function giveUp({ folders, say }: KeepOptions, version: string, reason: string): Promise<void> {
  await writeState(folders.state, { version, state: "given-up", reason });
  await rm(join(folders.versions, version), { recursive: true, force: true });
  say(`Version ${version} is given up: ${reason}. Version ${await versionInForce(folders)} runs on.`);
}

/** What speaks against a version; undefined once it has been healthy for long enough, or when the trial was called off. */
async function watchTrial(
  { clock }: { readonly clock: Clock },
  { healthyMs, signal }: KeepOptions,
  node: RunningNode,
): Promise<string | undefined> {
  const over = Promise.withResolvers<"over">();
  using _limit = clock.after(ANNOUNCE_MS, () => over.resolve("over"));
  const ended = node.ended.then((code) => ({ code }));
  const first = await Promise.race([node.url, over.promise, untilAborted(signal)]);
  if (first === "stop") return undefined;
  if (first === undefined) {
    const code = await Promise.race([node.ended, pause(clock, LOOK_MS)]);
    return code === undefined ? "it did not say where its page is" : `it ended with exit code ${code} before it was ready`;
  }
  if (first === "over") return "it did not start in time";
  const since = clock.elapsed();
  while (clock.elapsed() - since < healthyMs) {
    const next = await Promise.race([ended, trouble(first), untilAborted(signal)]);
    if (next === "stop") return undefined;
    if (typeof next === "object") return `it ended with exit code ${next.code}`;
    if (next !== undefined) return next;
    await pause(clock, LOOK_MS);
  }
  return undefined;
}

async function trouble(url: string): Promise<string | undefined> {
  try {
    const { status } = await fetch(`${url}/health`, { signal: AbortSignal.timeout(ASK_MS) });
    return status === 200 ? undefined : `its health was answered with status ${status}`;
  } catch (error) {
    return `its health was not answered: ${(error as Error).message}`;
  }
}

function start({ args, folders, onAnnounced }: KeepOptions, version: string): RunningNode {
  const [program, lucid] = commandOf(folders, version);
  // A node whose keeper was killed seals what is recorded and ends: the next one needs its port and its data.
  const bound = ["--pdeathsig", "TERM", program, lucid, "--server", "--json", ...args];
  const child = spawn("setpriv", bound, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = endOf(child);
  return {
    url: announced(child, onAnnounced),
    ended,
    async stop() {
      child.kill("SIGTERM");
      const deadline = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
      const code = await ended;
      clearTimeout(deadline);
      return code;
    },
  };
}

/** A program that cannot be started at all has ended as well. */
const endOf = (child: ChildProcess): Promise<number | null> =>
  once(child, "exit").then(
    ([code]) => code,
    () => 127,
  );

/** The address in the node's first line. Undefined where it says none. */
async function announced({ stdout }: ChildProcess, onAnnounced: (line: string) => void): Promise<string | undefined> {
  if (stdout)
    for await (const line of createInterface({ input: stdout })) {
      const url = addressIn(line);
      if (url !== undefined) onAnnounced(line);
      return url;
    }
  return undefined;
}

function addressIn(line: string): string | undefined {
  try {
    return (JSON.parse(line) as { url?: string }).url;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function untilStaged({ clock }: { readonly clock: Clock }, { folders, signal }: KeepOptions): Promise<"staged" | "stop"> {
  while (!signal.aborted) {
    await pause(clock, LOOK_MS);
    if ((await readState(folders.state))?.state === "staged") return "staged";
  }
  return "stop";
}

function untilAborted(signal: AbortSignal): Promise<"stop"> {
  if (signal.aborted) return Promise.resolve("stop");
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve("stop"), { once: true }));
}

const pause = (clock: Clock, ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));
