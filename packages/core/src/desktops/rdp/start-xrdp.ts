import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { Clock } from "@lucid/foundation";
import type { Child } from "../../ground/index.ts";
import { startBwrap } from "../sandbox/start-bwrap.ts";
import { isolation, systemView } from "../sandbox/system-view.ts";
import { childrenOf } from "./children-of.ts";
import type { RdpIdentity } from "./rdp-identity.ts";

export interface XrdpOptions {
  readonly programs: { readonly bwrap: string; readonly xrdp: string };
  readonly identity: RdpIdentity;
  /** What xrdp sees as `/etc/xrdp`. */
  readonly xrdpFolder: string;
  readonly iniFile: string;
  /** Folder that will hold the socket `rdp` on which xrdp listens. */
  readonly rdpSockets: string;
  /** Folder of the sockets between xrdp and xrdp-chansrv. */
  readonly channelSockets: string;
  readonly onLine: (line: string) => void;
  readonly onFirstProcess: (pid: number) => void;
  /** It takes connections. `pid` is xrdp itself, as the machine numbers it. */
  readonly onReady: (pid: number) => void;
}

const POLL_MS = 10;

/**
 * Starts xrdp on a private socket, in a sandbox that keeps the machine's network because its only way to the display is TCP. A PID
 * namespace of its own ends the children it forks for its clients together with it, and a private /run makes the pid file of a
 * system-wide xrdp, which would stop it, invisible.
 */
export async function startXrdp(deps: { readonly clock: Clock }, options: XrdpOptions, signal: AbortSignal): Promise<Child> {
  const { identity, programs } = options;
  const socket = join(options.rdpSockets, "rdp");
  await rm(socket, { force: true });
  const first = Promise.withResolvers<number>();
  const child = await startBwrap({
    bwrap: programs.bwrap,
    view: [
      ...isolation(),
      ...systemView(),
      ...["--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run", "--symlink", "/run", "/var/run"],
      ...["--ro-bind", options.xrdpFolder, "/etc/xrdp", "--ro-bind", options.iniFile, "/etc/xrdp/xrdp.ini"],
      ...["--ro-bind", identity.rsaKeysFile, "/etc/xrdp/rsakeys.ini"],
      ...[
        "--ro-bind",
        identity.certificateFile,
        "/run/lucid/certificate.pem",
        "--ro-bind",
        identity.keyFile,
        "/run/lucid/key.pem",
      ],
      ...["--bind", options.rdpSockets, "/run/lucid/rdp", "--bind", options.channelSockets, "/run/xrdp/sockdir"],
    ],
    command: [programs.xrdp, "--nodaemon", "-c", "/etc/xrdp/xrdp.ini"],
    onLine: options.onLine,
    onFirstProcess(pid) {
      options.onFirstProcess(pid);
      first.resolve(pid);
    },
  });
  let isGone = false;
  void child.exited.then(() => {
    isGone = true;
  });
  try {
    while (!existsSync(socket)) {
      signal.throwIfAborted();
      if (isGone) throw new Error(`xrdp ended at once: ${child.tail()}`);
      await new Promise<void>((resolve) => deps.clock.after(POLL_MS, resolve));
    }
    // The first process of the sandbox collects what ends in it; its only child is xrdp.
    const [xrdp] = await childrenOf(await first.promise);
    if (xrdp === undefined) throw new Error(`xrdp ended at once: ${child.tail()}`);
    options.onReady(xrdp);
    return child;
  } catch (cause) {
    await child[Symbol.asyncDispose]();
    throw cause;
  }
}
