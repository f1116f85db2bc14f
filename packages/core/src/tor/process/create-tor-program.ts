import { execFile } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Clock, connectSocks, type Log, type Randomness } from "@lucid/foundation";
import { type Child, findProgram, installCommand, startChild } from "../../ground/index.ts";
import { openControl, type TorControl } from "../control/open-control.ts";
import { inBase32, makeClientKeys } from "../onion/client-key.ts";
import { onionKeyOf } from "../onion/onion-key.ts";
import { writeService } from "../onion/write-service.ts";
import { type TorListener, type TorOptions, type TorPort, type TorProcess, TorTrouble } from "../tor-port.ts";
import { createEventReader } from "./tor-events.ts";
import { readTorLine } from "./tor-line.ts";
import { isOldTor, OLDEST_TOR, torVersionIn } from "./tor-version.ts";
import { socketsIn, writeTorrc } from "./write-torrc.ts";

const run = promisify(execFile);

/** Time for a tor that was told to end before it is ended. It has nothing to finish: it serves no one but this node. */
const HALT_MS = 2_000;
/** The node itself among the clients of a closed service, so that it can try its own address. */
const SELF = "lucid_node";
/** Nothing of the node's own environment; tor asks for a home to look for files in. */
const ENVIRONMENT = { HOME: "/", LANG: "C" } as const;

export interface TorProgramDeps {
  readonly clock: Pick<Clock, "after">;
  readonly randomness: Pick<Randomness, "bytes">;
  readonly log: Log;
  /** Where the program is; the system's own where nothing is said. */
  readonly program?: string | undefined;
}

/** Debian's tor, or whatever tor this system has. */
export function createTorProgram(deps: TorProgramDeps): TorPort {
  return {
    async start(options, heard, signal) {
      const { path, version } = await requireTor(deps.program, signal);
      const torrc = await writeFiles(options);
      const args = [...(options.defaultsFile === "" ? [] : ["--defaults-torrc", options.defaultsFile]), "-f", torrc.file];
      await requireSettings(path, args, signal);
      return await startTor(deps, { path, version, args, self: torrc.self, options }, heard, signal);
    },
  };
}

/** Path and version of the program. @throws TorTrouble when there is none, or one that is too old. */
export async function requireTor(
  program: string | undefined,
  signal?: AbortSignal,
): Promise<{ readonly path: string; readonly version: string }> {
  const path = program ?? findProgram("tor");
  const remedy = installCommand(["tor"]);
  if (path === undefined) throw new TorTrouble({ code: "program-missing", detail: "tor is not installed", remedy });
  const version = torVersionIn(await ask(path, ["--version"], signal));
  if (version === undefined)
    throw new TorTrouble({ code: "program-missing", detail: `${path} does not say which tor it is`, remedy });
  if (isOldTor(version))
    throw new TorTrouble({ code: "program-old", detail: `tor ${version} is older than ${OLDEST_TOR}`, remedy });
  return { path, version };
}

async function ask(path: string, args: readonly string[], signal: AbortSignal | undefined): Promise<string> {
  const { stdout } = await run(path, [...args], { env: ENVIRONMENT, cwd: "/", ...(signal ? { signal } : {}) });
  return stdout;
}

async function requireSettings(path: string, args: readonly string[], signal: AbortSignal): Promise<void> {
  try {
    await ask(path, [...args, "--verify-config"], signal);
  } catch (cause) {
    signal.throwIfAborted();
    const { stdout = "" } = cause as { stdout?: string };
    const lines = stdout.split("\n").flatMap((line) => readTorLine(line) ?? []);
    const detail = lines.findLast(({ level }) => level === "warn" || level === "error")?.text ?? "tor refuses its settings";
    const remedy = "look at the file that the setting tor_defaults_file names";
    throw new TorTrouble({ code: "settings-refused", detail, remedy }, { cause });
  }
}

interface TorFiles {
  readonly file: string;
  /** What the node shows to reach its own service, in base64; undefined where everybody may. */
  readonly self: string | undefined;
}

async function writeFiles({ folder, sockets, gateway, seed, clients }: TorOptions): Promise<TorFiles> {
  const data = join(folder, "state");
  await mkdir(data, { recursive: true, mode: 0o700 });
  for (const closed of [folder, data]) await chmod(closed, 0o700);
  const service = join(folder, "onion");
  const self = clients.length === 0 ? undefined : makeClientKeys();
  await writeService(service, {
    seed,
    clients: self ? [...clients, { name: SELF, publicKey: inBase32(self.publicKey) }] : [],
  });
  const file = join(folder, "torrc");
  await writeFile(file, writeTorrc({ data, service, sockets: socketsIn(sockets), gateway, owner: process.pid }), { mode: 0o600 });
  return { file, self: self && Buffer.from(self.privateKey).toString("base64") };
}

interface Startable {
  readonly path: string;
  readonly version: string;
  readonly args: readonly string[];
  readonly self: string | undefined;
  readonly options: TorOptions;
}

async function startTor(deps: TorProgramDeps, start: Startable, heard: TorListener, signal: AbortSignal): Promise<TorProcess> {
  const { path, args, options } = start;
  const { socks, control: socket, cookie: cookieFile } = socketsIn(options.sockets);
  await using starting = new AsyncDisposableStack();
  const up = Promise.withResolvers<void>();
  let last = "";
  const child = starting.use(
    await startChild({
      program: path,
      args,
      env: ENVIRONMENT,
      onLine(text) {
        const line = readTorLine(text);
        if (!line) return;
        if (line.level !== "info") last = line.text;
        deps.log[line.level]({ tor: line.text }, "tor says");
        // Its sockets and its cookie are there by now.
        if (line.text.startsWith("Bootstrapped ")) up.resolve();
      },
    }),
  );
  const wordsOf = ({ code, signal: by }: Awaited<Child["exited"]>): string =>
    `ended with ${by ?? `code ${code}`}${last === "" ? "" : `: ${last}`}`;
  const exited = child.exited.then(wordsOf);
  void exited.then((words) => up.reject(new TorTrouble({ code: "ended", detail: words, remedy: "see the node's log" })));
  const abort = (): void => up.reject(signal.reason as Error);
  signal.addEventListener("abort", abort, { once: true });
  starting.defer(() => signal.removeEventListener("abort", abort));
  signal.throwIfAborted();
  await up.promise;

  const events = createEventReader(onionKeyOf(options.seed).address, heard);
  const control = starting.use(await openControl(deps, { socket, cookieFile, onEvent: events.take }));
  // From here on tor ends with this connection, however this process ends.
  await control.ask("TAKEOWNERSHIP");
  await control.ask("SETEVENTS STATUS_CLIENT HS_DESC CIRC NETWORK_LIVENESS");
  await showSelf(control, start);
  events.begin(await control.ask("GETINFO status/bootstrap-phase"));
  signal.throwIfAborted();
  starting.move();
  signal.removeEventListener("abort", abort);

  return {
    version: start.version,
    circuits: events.circuits,
    exited,
    open: (host, port, wanted) => connectSocks(socks, host, port, wanted),
    [Symbol.asyncDispose]: () => halt(deps.clock, control, child),
  };
}

async function showSelf(control: TorControl, { self, options }: Startable): Promise<void> {
  if (self === undefined) return;
  const service = onionKeyOf(options.seed).address.replace(/\.onion$/, "");
  await control.ask(`ONION_CLIENT_AUTH_ADD ${service} x25519:${self}`);
}

/** Lets tor end by itself, so that it writes down what it knows of the network. */
async function halt(clock: Pick<Clock, "after">, control: TorControl, child: Child): Promise<void> {
  const late = Promise.withResolvers<void>();
  using _limit = clock.after(HALT_MS, late.resolve);
  // That it was gone before it answered is what was asked for.
  const asked = control.ask("SIGNAL HALT").catch(() => undefined);
  await Promise.race([Promise.all([asked, child.exited]), late.promise]);
  control[Symbol.dispose]();
  await child[Symbol.asyncDispose]();
}
