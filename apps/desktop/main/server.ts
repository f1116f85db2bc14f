import {
  createLocalDesktops,
  createLogTap,
  createPaymentsChild,
  createTorProgram,
  type EffectiveSettings,
  type LucidNode,
  type NodeSettings,
  startNode,
} from "@lucid/core";
import { systemClock, systemRandomness, watchClockError } from "@lucid/foundation";
import { pino } from "pino";
import { readVersion } from "./cli/version.ts";
import { crashReportsIn, keepCrashReports } from "./keep-crash-reports.ts";
import { createLogStream } from "./log-stream.ts";
import type { ProgramFiles } from "./program-files.ts";

/** A node that cannot stop in this time is ended: what is stored is safe at every instruction. */
const STOP_DEADLINE_MS = 10_000;

export interface ServerOptions {
  readonly json: boolean;
  /** Why a node that was started as root stays root; undefined for every other. */
  readonly whyRoot: string | undefined;
}

/** Composition root of `--server`. Resolves when the node has stopped after SIGINT or SIGTERM. */
export async function runServer(
  files: ProgramFiles,
  effective: EffectiveSettings,
  { json, whyRoot }: ServerOptions,
): Promise<void> {
  const { settings } = effective;
  const logLines = createLogTap(createLogStream(2));
  const log = pino({ level: settings.log_level, base: null }, logLines);
  using _reports = settings.crash_reports
    ? keepCrashReports(crashReportsIn(settings.data), readVersion(files.manifest))
    : undefined;
  if (whyRoot !== undefined) log.warn({ reason: whyRoot }, "runs as root");
  const { stopped: stop, request } = untilStopped();
  let stopped = false;
  void stop.then(() => {
    stopped = true;
  });
  let node: LucidNode;
  try {
    const system = { clock: systemClock, randomness: systemRandomness, log };
    node = await startNode(
      {
        ...system,
        clockError: watchClockError(system),
        version: readVersion(files.manifest),
        files,
        desktops: createLocalDesktops(system),
        payments: createPaymentsChild(files.payments),
        tor: createTorProgram(system),
        logLines,
        requestStop: () => request("an emergency action"),
      },
      effective,
    );
  } catch (error) {
    // Ctrl-C goes to the whole group: a helper program that it ended is no failure of the start.
    if (stopped) return;
    throw error;
  }
  process.stdout.write(json ? `${JSON.stringify(announcement(node, settings))}\n` : welcome(node, settings));
  const cause = await stop;
  if (!json) process.stdout.write(`${cause}: closing. Open sessions are sealed with what is recorded.\n`);
  const deadline = setTimeout(() => process.exit(1), STOP_DEADLINE_MS);
  await node[Symbol.asyncDispose]();
  clearTimeout(deadline);
}

function announcement(node: LucidNode, settings: NodeSettings): object {
  const setupCode = node.setupCode();
  const tls = node.tlsUrl === undefined ? {} : { tlsUrl: node.tlsUrl };
  return { url: node.url, ...tls, pid: process.pid, data: settings.data, ...(setupCode === undefined ? {} : { setupCode }) };
}

function welcome(node: LucidNode, settings: NodeSettings): string {
  const setupCode = node.setupCode();
  const first = setupCode === undefined ? `Open ${node.url}` : `Open ${node.url}/setup#code=${setupCode} to become its owner`;
  const hosting = node.hosting.able
    ? `desktops recorded with ${node.hosting.encoder}`
    : `no desktops here: ${node.hosting.missing.join(", ")} missing`;
  const tls = node.tlsUrl === undefined ? "" : `  With TLS: ${node.tlsUrl}\n`;
  return `Lucid is running.\n  ${first}\n${tls}  Data in ${settings.data}, ${hosting}.\n  Ctrl-C stops it.\n`;
}

/** What ends the node: a signal, or the node itself. */
function untilStopped(): { readonly stopped: Promise<string>; readonly request: (cause: string) => void } {
  const { promise, resolve } = Promise.withResolvers<string>();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve(signal));
  return { stopped: promise, request: resolve };
}
