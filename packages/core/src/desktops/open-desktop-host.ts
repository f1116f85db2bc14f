import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import { findProgram } from "../ground/index.ts";
import { cutsCharacters } from "./clipboard/halves.ts";
import { createDesktopMetrics, type DesktopMetrics } from "./desktops.metrics.ts";
import { programVersion } from "./program-version.ts";
import { requirePrograms } from "./programs.ts";
import { writeXrdpFolder } from "./rdp/keyboards/write-xrdp-folder.ts";
import { exchangeRdpIdentity, lendRdpIdentity, openRdpIdentity, type RdpIdentity } from "./rdp/rdp-identity.ts";
import { type CgroupHome, openCgroupHome } from "./sandbox/cgroup.ts";
import { endOrphanedSandboxes, sweepLeftOvers } from "./sweep.ts";

/** Paths of the system's programs; `slirp4netns` and `ip` only where a policy may open the network, `ss` only where several RDP clients share a desktop. */
export interface DesktopPrograms {
  readonly Xvnc: string;
  readonly xrdp: string;
  readonly "xrdp-chansrv": string;
  readonly bwrap: string;
  readonly prlimit: string;
  readonly setpriv: string;
  readonly unshare: string;
  readonly slirp4netns: string | undefined;
  readonly ip: string | undefined;
  readonly ss: string | undefined;
}

/** What all desktops of a node share. */
export interface DesktopHost {
  /** What the RDP front of the next desktop shows. */
  identity(): RdpIdentity;
  /** A copy for one desktop, in a folder that goes with it. */
  lendIdentity(directory: string): Promise<RdpIdentity>;
  /** Puts another one in the place of the node's own. */
  exchangeIdentity(): Promise<RdpIdentity>;
  /** What xrdp sees as `/etc/xrdp`: keyboards of RDP clients. */
  readonly xrdpFolder: string;
  readonly programs: DesktopPrograms;
  /** Whether the clipboard service of this machine's xrdp knows no character of more than 16 bits. */
  cutsCharacters(): Promise<boolean>;
  readonly metrics: DesktopMetrics;
  /** Where control groups for sandboxes can be made, or why not. */
  readonly cgroup: CgroupHome;
  /** Folders a sandbox must not see although they lie below the read-only system. */
  readonly hidden: readonly string[];
}

export interface DesktopHostDeps {
  readonly log: Logger;
  readonly metrics: Registry;
}

export interface DesktopHostOptions {
  /** The node's data folder: keys in `keys/rdp`, sessions' private folders in `run/`. */
  readonly dataDirectory: string;
}

/**
 * Once per node start: ends what an earlier run left behind, then opens the certificate. Throws PROGRAM_MISSING when
 * the machine lacks a program; `probeDesktops` says the same without throwing.
 */
export async function openDesktopHost(deps: DesktopHostDeps, options: DesktopHostOptions): Promise<DesktopHost> {
  const metrics = createDesktopMetrics(deps.metrics);
  await mkdir(options.dataDirectory, { recursive: true, mode: 0o700 });
  metrics.leftOversEnded.inc(await sweepLeftOvers(join(options.dataDirectory, "run"), deps.log));
  metrics.leftOversEnded.inc(await endOrphanedSandboxes(deps.log));
  const programs = requirePrograms([
    ...(["Xvnc", "xrdp", "xrdp-chansrv", "xrdp-keygen", "openssl", "bwrap", "prlimit", "setpriv", "unshare", "openbox"] as const),
  ]);
  const identities = join(options.dataDirectory, "keys", "rdp");
  let identity = await openRdpIdentity(identities, programs);
  let xrdpVersion: Promise<string> | undefined;
  let lastTurn: Promise<unknown> = Promise.resolve();
  /** Nobody copies what is being exchanged. */
  function takeTurn(work: () => Promise<RdpIdentity>): Promise<RdpIdentity> {
    const turn = lastTurn.then(work);
    lastTurn = turn.catch(() => undefined);
    return turn;
  }
  const xrdpFolder = join(options.dataDirectory, "xrdp");
  await writeXrdpFolder(xrdpFolder);
  const data = await realpath(options.dataDirectory);
  return {
    identity: () => identity,
    lendIdentity: (directory) => takeTurn(() => lendRdpIdentity(identity, directory)),
    exchangeIdentity: () =>
      takeTurn(async () => {
        identity = await exchangeRdpIdentity(identities, programs);
        return identity;
      }),
    xrdpFolder,
    async cutsCharacters() {
      xrdpVersion ??= programVersion(programs.xrdp, "--version");
      return cutsCharacters(await xrdpVersion);
    },
    programs: { ...programs, slirp4netns: findProgram("slirp4netns"), ip: findProgram("ip"), ss: findProgram("ss") },
    metrics,
    cgroup: openCgroupHome(),
    hidden: data.startsWith("/usr/") ? [data] : [],
  };
}
