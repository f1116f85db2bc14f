import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "../free-port.ts";
import { runTool } from "./run-tool.ts";

/** A Tor network of its own on this computer: real authorities, and nothing that leaves the machine. */
export interface TorNetwork extends AsyncDisposable {
  /** Lines that make a tor a member of this network instead of the public one, as a file for `tor_defaults_file`. */
  readonly defaultsFile: string;
  /** A tor of somebody else in this network; resolves when it is connected. */
  startClient(lines?: readonly string[]): Promise<TorClient>;
}

export interface TorClient extends AsyncDisposable {
  /** The socket on which it takes SOCKS5. */
  readonly socks: string;
}

interface Authority {
  readonly folder: string;
  readonly name: string;
  readonly orPort: number;
  readonly dirPort: number;
  readonly line: string;
}

/** With three, a majority of two makes a consensus; a path has three relays, and all of them are relays. */
const AUTHORITIES = 3;
/** One more, so that an onion service and its callers have a relay to choose. */
const RELAYS = 1;
/** A tor takes no shorter one. */
const VOTING_S = 10;

/** Of so few relays the second of a path cannot be kept to chosen ones: now and then none would be left, and no circuit be built. */
const PATHS = ["TestingTorNetwork 1", "PathsNeededToBuildCircuits 0.67", "VanguardsLiteEnabled 0"];
const COMMON = [
  ...PATHS,
  "ShutdownWaitLength 0",
  "Log notice stdout",
  "SafeLogging 0",
  `__OwningControllerProcess ${process.pid}`,
];

/** Starts the network; it is of use to its clients some twenty seconds later, which their start waits for. */
export async function startTorNetwork(): Promise<TorNetwork> {
  await using starting = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), "lucid-tor-net-"));
  starting.defer(() => rm(root, { recursive: true, force: true }));
  const authorities = await Promise.all(Array.from({ length: AUTHORITIES }, (_one, at) => makeAuthority(root, `auth${at}`)));
  const members = authorities.map(({ line }) => line);
  for (const authority of authorities) starting.use(await startAuthority(authority, members));
  for (let at = 0; at < RELAYS; at += 1) starting.use(await startRelay(root, `relay${at}`, members));
  const defaultsFile = join(root, "defaults");
  await writeFile(defaultsFile, `${[...PATHS, ...members].join("\n")}\n`);
  const running = starting.move();
  let clients = 0;

  return {
    defaultsFile,
    async startClient(lines = []) {
      const folder = join(root, `client${(clients += 1)}`);
      const socks = join(folder, "socks");
      const settings = [...members, `SocksPort unix:${socks} ExtendedErrors`, "ClientOnly 1", ...lines];
      const client = await startTor(folder, settings, "Bootstrapped 100%");
      return { socks, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function makeAuthority(root: string, name: string): Promise<Authority> {
  const folder = join(root, name);
  await mkdir(join(folder, "keys"), { recursive: true, mode: 0o700 });
  const [orPort, dirPort] = [await freePort(), await freePort()];
  const keys = (file: string): string => join(folder, "keys", file);
  const names = ["-i", keys("authority_identity_key"), "-s", keys("authority_signing_key"), "-c", keys("authority_certificate")];
  await runTool(
    "tor-gencert",
    ["--create-identity-key", "--passphrase-fd", "0", ...names, "-m", "1", "-a", `127.0.0.1:${dirPort}`],
    "no secret\n",
  );
  const certificate = await readFile(keys("authority_certificate"), "utf8");
  const identity = /^fingerprint ([0-9A-F]{40})$/m.exec(certificate)?.[1];
  const stranger = `xyzzy orport=1 no-v2 v3ident=${"0".repeat(39)}1 127.0.0.1:1 ${"0".repeat(39)}1`;
  const file = join(folder, "first");
  const first = [...COMMON, `DataDirectory ${folder}`, `Nickname ${name}`, "ORPort 1", `DirAuthority ${stranger}`];
  await writeFile(file, `${first.join("\n")}\n`);
  const said = await runTool("tor", ["-f", file, "--quiet", "--list-fingerprint"]);
  const fingerprint = /\b((?:[0-9A-F]{4} ?){10})\s*$/m.exec(said)?.[1]?.replaceAll(" ", "");
  if (identity === undefined || fingerprint === undefined) throw new Error(`tor told no fingerprint: ${said}`);
  const line = `DirAuthority ${name} orport=${orPort} no-v2 v3ident=${identity} 127.0.0.1:${dirPort} ${fingerprint}`;
  return { folder, name, orPort, dirPort, line };
}

function startAuthority({ folder, name, orPort, dirPort }: Authority, members: readonly string[]): Promise<AsyncDisposable> {
  return startTor(
    folder,
    [
      ...members,
      ...relayLines(name, orPort),
      `DirPort 127.0.0.1:${dirPort} IPv4Only`,
      "AuthoritativeDirectory 1",
      "V3AuthoritativeDirectory 1",
      `V3AuthVotingInterval ${VOTING_S}`,
      "V3AuthVoteDelay 2",
      "V3AuthDistDelay 2",
      `TestingV3AuthInitialVotingInterval ${VOTING_S}`,
      "TestingV3AuthInitialVoteDelay 2",
      "TestingV3AuthInitialDistDelay 2",
      "TestingDirAuthVoteExit *",
      "TestingDirAuthVoteGuard *",
      "TestingDirAuthVoteHSDir *",
      "TestingMinExitFlagThreshold 0",
    ],
    "Bootstrapped 0%",
  );
}

async function startRelay(root: string, name: string, members: readonly string[]): Promise<AsyncDisposable> {
  return await startTor(join(root, name), [...members, ...relayLines(name, await freePort())], "Bootstrapped 0%");
}

const relayLines = (name: string, orPort: number): readonly string[] => [
  `Nickname ${name}`,
  "Address 127.0.0.1",
  `ORPort 127.0.0.1:${orPort} IPv4Only`,
  "AssumeReachable 1",
  "ContactInfo test@example.invalid",
  "ExitPolicy reject *:*",
  "SocksPort 0",
];

/** Starts one tor and resolves with the line that has `until` in it. @throws with its last words when it ends before. */
async function startTor(folder: string, lines: readonly string[], until: string): Promise<AsyncDisposable> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, "torrc");
  await writeFile(file, `${[...COMMON, `DataDirectory ${folder}`, ...lines].join("\n")}\n`);
  const child = spawn("tor", ["-f", file], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "exit");
  await once(child, "spawn");
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (line.includes(until)) break;
  }
  if (!said.at(-1)?.includes(until)) throw new Error(`tor ended: ${said.slice(-5).join(" / ")}`);
  child.stdout.resume();
  return { [Symbol.asyncDispose]: () => end(child, ended) };
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill("SIGKILL");
  await ended;
}
