import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { AuthResponse, Session } from "@lucid/contract";
import { undeclaredAnswer } from "@lucid/core";
import { createWallet, encryptWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import type { Verdict } from "@lucid/proof";
import { accountIdentity, createNodeClient, type LoggedIn, logIn } from "../../main/cli/rest/node-client.ts";

/** The command: of the bundle where whole nodes are tested, which starts in half the time; else of the checkout. */
export const LUCID = process.env["LUCID_TESTED_PROGRAM"] ?? fileURLToPath(new URL("../../main/cli/lucid.mjs", import.meta.url));

const ask = globalThis.fetch;
/** Every answer of a node to a test must be one that its operation declares. */
globalThis.fetch = async (target, init) => {
  const answer = await ask(target, init);
  const { method, url } = target instanceof Request ? target : { method: init?.method ?? "GET", url: String(target) };
  const undeclared = undeclaredAnswer(method, new URL(url).pathname, answer.status);
  if (undeclared !== undefined) throw new Error(undeclared);
  return answer;
};

export interface Announced {
  readonly url: string;
  readonly pid: number;
  readonly data: string;
  readonly setupCode?: string;
}

/** A node in a process of its own, as a user starts it. Disposing it kills what is left. */
export interface NodeProcess extends AsyncDisposable {
  readonly announced: Announced;
  readonly child: ChildProcess;
  /** Sends a signal and waits for the end; the exit code, or null when the signal ended it. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A data folder that goes away with the test. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "lucid-test-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

const nodeArgs = (data: string): string[] => [
  "--server",
  "--json",
  "--data",
  data,
  "--port",
  "0",
  "--block-interval",
  "1",
  "--log-level",
  "error",
  "--login-per-minute",
  "10000",
];

export interface TestNodeOptions {
  /** Shell code that runs before the node in a mount namespace of its own. */
  readonly prepare?: string;
  /** Gets what the node writes to stderr instead of the test's own. */
  readonly onLog?: (text: string) => void;
}

/**
 * As root the mounts alone are private. Anybody else needs a user namespace, in which they stay who they are, and
 * gives up there what the mounting took: bwrap does not start with it.
 */
const NAMESPACE =
  process.getuid?.() === 0
    ? { enter: ["unshare", "-m"], leave: "" }
    : { enter: ["unshare", "-m", "--map-current-user", "--keep-caps"], leave: "setpriv --inh-caps=-all --ambient-caps=-all" };

/** The command, after shell code that mounts in a namespace of its own. */
export const behindMounts = (prepare: string, command: readonly string[]): string[] => [
  ...NAMESPACE.enter,
  "sh",
  "-ec",
  `${prepare}\nexec ${NAMESPACE.leave} "$@"`,
  "sh",
  ...command,
];

export async function startNodeProcess(
  data: string,
  args: readonly string[] = [],
  { prepare, onLog }: TestNodeOptions = {},
): Promise<NodeProcess> {
  const command = [process.execPath, LUCID, ...nodeArgs(data), ...args];
  const [program = "", ...rest] = prepare === undefined ? command : behindMounts(prepare, command);
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", onLog ? "pipe" : "inherit"] });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => onLog?.(text));
  const ended = once(child, "exit");
  const announced: Announced = JSON.parse(await firstLine(child));
  return {
    announced,
    child,
    async end(signal) {
      child.kill(signal);
      const [code] = await ended;
      return code;
    },
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await ended;
    },
  };
}

export async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout) for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`The node ended with exit code ${child.exitCode} before it said anything`);
}

export interface RunOptions {
  /** Shell code that runs before the command in a mount namespace of its own. */
  readonly prepare?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** What comes on standard input. */
  readonly input?: string | Uint8Array;
  /** Where the command stands. */
  readonly folder?: string;
  /** Whom it runs as, in place of the test's own user. */
  readonly uid?: number;
}

/** Runs `lucid` to its end. */
export async function runLucid(
  args: readonly string[],
  { prepare, env = {}, input = "", folder, uid }: RunOptions = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const command = [process.execPath, LUCID, ...args];
  const wrapped = prepare === undefined ? command : ["unshare", "-rm", "sh", "-ec", `${prepare}\nexec "$@"`, "sh", ...command];
  const child = spawn(wrapped[0] ?? "", wrapped.slice(1), { stdio: "pipe", env: { ...process.env, ...env }, cwd: folder, uid });
  // One that ends without reading what comes in has said why by its exit code.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, "close");
  return { code, stdout, stderr };
}

export interface Owner extends LoggedIn {
  readonly phrase: string;
  readonly wallet: Wallet;
  readonly identity: string;
}

/** Becomes the owner of a new node, with a wallet made on the spot. */
export async function becomeOwner({ announced }: Pick<NodeProcess, "announced">): Promise<Owner> {
  const { phrase } = createWallet();
  const wallet = walletFromPhrase(phrase);
  const login = await logIn(announced.url, wallet, announced.setupCode);
  return { ...login, phrase, wallet, identity: await accountIdentity(login.client, wallet) };
}

/** As cheap as a wallet file may be: its cost is not what is tested. */
const CHEAP = { memory_kib: 8_192, passes: 1, lanes: 1 };
const PASSPHRASE = "correct horse";
/** What a command that reads a file of `writeWalletFile` hears. */
export const ENTERED_PASSPHRASE = { input: `${PASSPHRASE}\n` } as const;

/** Writes the owner's wallet file for a command, and gives its path. */
export async function writeWalletFile({ phrase }: Pick<Owner, "phrase">, path: string): Promise<string> {
  await writeFile(path, JSON.stringify(await encryptWallet(phrase, PASSPHRASE, { cost: CHEAP })));
  return path;
}

/** The same owner on a node that was started again. */
export async function returnAsOwner({ announced }: Pick<NodeProcess, "announced">, owner: Owner): Promise<Owner> {
  return { ...owner, ...(await logIn(announced.url, owner.wallet)) };
}

/** Another login of the owner with its tokens in the open, for calls that no client would make. */
export async function tokensOf({ announced }: NodeProcess, { wallet }: Owner): Promise<AuthResponse> {
  const { logins } = createNodeClient(announced.url);
  const { challenge_id, message } = await logins.challenge({ tron_address: wallet.address });
  return await logins.login({ challenge_id, tron_address: wallet.address, signature: wallet.signMessage(message) });
}

type Input<Method extends (...args: never[]) => unknown> = Parameters<Method>[0];
type CreateInput = Partial<Input<LoggedIn["client"]["sessions"]["create"]>>;

/** Creates a session, signs its grant and opens its desktop. */
export async function startSession(
  { client, wallet }: Owner,
  change: CreateInput = {},
  recipients?: readonly string[],
): Promise<Session["session_id"]> {
  const { session_id } = await client.sessions.create({
    name: "Test",
    consent: { text: "This is recorded.", accepted: true },
    ...change,
  });
  const { text } = await client.sessions.grant({ session_id });
  await client.sessions.start({
    session_id,
    grant_signature: wallet.signMessage(text),
    ...(recipients && { recipients: [...recipients] }),
  });
  return session_id;
}

/** Asks again and again until the answer is what the test waits for; the test's own time limit ends it. */
export async function until<Value>(ask: () => Promise<Value>, holds: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    await sleep(100);
  }
}

export const sessionOf =
  ({ client }: LoggedIn, session_id: Session["session_id"]) =>
  (): Promise<Session> =>
    client.sessions.get({ session_id });

/**
 * Gaps without those of a busy machine, on which encoder, display or recorder itself got no processor for two seconds: while one lasts
 * there may be no reason of it yet.
 */
export const ownGaps = <Gap extends { readonly kind: string; readonly reason: string }>(gaps: readonly Gap[]): Gap[] =>
  gaps.filter(
    ({ kind, reason }) =>
      !/^(?:encoder-stalled|display-silent|recorder-stopped): /.test(reason) && (kind !== "recorder_lost" || reason !== ""),
  );

/** Sends a signal to a process that was found and may have ended since: whether it was there. */
export function signalIfThere(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}

/** What a verified record tells of itself. @throws when it is refused. */
export function factsOf(verdict: Verdict): Extract<Verdict, { verified: true }>["facts"] {
  if (!verdict.verified) throw new Error(`It was refused: ${JSON.stringify(verdict)}`);
  return verdict.facts;
}

/** Exports a session's bundle once its anchor is final, and verifies it in a process of its own. */
export async function exportAndVerify(owner: Owner, session_id: Session["session_id"], folder: string): Promise<Verdict> {
  await until(sessionOf(owner, session_id), (session) => session.anchor.status === "final");
  const path = join(folder, `${session_id}.lucid`);
  await writeFile(path, new Uint8Array(await (await owner.download(`/sessions/${session_id}/bundle`)).arrayBuffer()));
  const { stdout } = await runLucid(["verify", path, "--json"]);
  return JSON.parse(stdout);
}

export interface Process {
  readonly pid: number;
  readonly name: string;
  /** Clock ticks since boot: with the pid it names one process for ever. */
  readonly startedAt: string;
}

/** All processes below one, found through /proc. */
export async function descendantsOf(root: number): Promise<Process[]> {
  const all = await listProcesses();
  const found: Process[] = [];
  const parents = new Set([root]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const process of all) {
      if (parents.has(process.pid) || !parents.has(process.parent)) continue;
      parents.add(process.pid);
      found.push(process);
      grew = true;
    }
  }
  return found;
}

/** Those of the processes that still run. */
export async function stillRunning(processes: readonly Process[]): Promise<Process[]> {
  const now = new Set((await listProcesses()).map((process) => `${process.pid} ${process.startedAt}`));
  return processes.filter((process) => now.has(`${process.pid} ${process.startedAt}`));
}

async function listProcesses(): Promise<(Process & { readonly parent: number })[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(goneAsNothing)));
  return stats.flatMap((stat) => {
    const match = /^(\d+) \((.*)\) (\S) (\d+) (.*)$/s.exec(stat);
    if (!match || match[3] === "Z") return [];
    const [, pid, name, , parent, rest = ""] = match;
    return [{ pid: Number(pid), name: name ?? "", parent: Number(parent), startedAt: rest.split(" ")[17] ?? "" }];
  });
}

/** A process may end between the listing and the reading. */
function goneAsNothing(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT" || error.code === "ESRCH") return "";
  throw error;
}
