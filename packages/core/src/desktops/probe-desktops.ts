import { execFile } from "node:child_process";
import { constants, existsSync, readFileSync } from "node:fs";
import { access } from "node:fs/promises";
import { promisify } from "node:util";
import { findProgram, installCommand } from "../ground/index.ts";
import { checkPlaces } from "./check-places.ts";
import { startTicksOf } from "./process-record.ts";
import { PROGRAM_ENV, programVersion } from "./program-version.ts";
import { PACKAGES, type ProgramName } from "./programs.ts";
import { describeLimits } from "./sandbox/cgroup.ts";
import { knownHoles } from "./x/known-holes.ts";

const run = promisify(execFile);

export interface DesktopCheck {
  readonly name: string;
  readonly ok: boolean;
  /** Version and place, or what is wrong. */
  readonly detail: string;
  /** What is wrong although it works. */
  readonly warning?: string;
  /** What to do, with the command. */
  readonly remedy?: string;
}

/** How each program tells its version; the others come with the system and have none worth showing. */
const VERSION_FLAGS: Partial<Record<ProgramName, string>> = {
  Xvnc: "-version",
  xrdp: "--version",
  bwrap: "--version",
  openbox: "--version",
  openssl: "version",
  slirp4netns: "--version",
  xterm: "-version",
};

async function checkProgram(name: ProgramName): Promise<DesktopCheck> {
  const path = findProgram(name);
  if (path === undefined)
    return { name, ok: false, detail: "missing", remedy: `install it with: ${installCommand([PACKAGES[name]])}` };
  const flag = VERSION_FLAGS[name];
  const version = flag === undefined ? "" : await programVersion(path, flag);
  const found = { name, ok: true, detail: version === "" ? path : `${version} (${path})` };
  const holes = name === "Xvnc" ? knownHoles(version) : undefined;
  if (holes === undefined) return found;
  const cure = `sudo apt-get update && sudo apt-get install --only-upgrade ${PACKAGES.Xvnc}`;
  return { ...found, warning: holes, remedy: `update it with: ${cure}, or install a newer TigerVNC` };
}

/** A sandbox as the desktops use it, tried for real: settings that forbid it differ between distributions. */
async function checkSandbox(): Promise<DesktopCheck> {
  const name = "user namespaces";
  const bwrap = findProgram("bwrap");
  if (bwrap === undefined) return { name, ok: false, detail: "not tried: bwrap is missing" };
  const view = ["--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"];
  try {
    await run(bwrap, ["--unshare-all", "--unshare-user", "--disable-userns", ...view, "--", "/usr/bin/true"], {
      env: PROGRAM_ENV,
      timeout: 5_000,
    });
    return { name, ok: true, detail: "a sandbox starts" };
  } catch (cause) {
    const { stderr = "" } = cause as { stderr?: string };
    const cure = existsSync("/proc/sys/kernel/apparmor_restrict_unprivileged_userns")
      ? "sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
      : "sudo sysctl kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000";
    return { name, ok: false, detail: `a sandbox does not start (${stderr.trim()})`, remedy: `allow it with: ${cure}` };
  }
}

const STOP_XRDP = "sudo systemctl mask --now xrdp xrdp-sesman";

/** The package's own service listens on every address; desktops do not need it. It does not stop them: their /run is private. */
function checkSystemService(): DesktopCheck {
  const name = "xrdp system service";
  const file = "/run/xrdp/xrdp.pid";
  if (!existsSync(file)) return { name, ok: true, detail: "not running" };
  const pid = Number(readFileSync(file, "latin1").trim());
  const state = startTicksOf(pid) === undefined ? `a stale ${file} is there` : `running as process ${pid}, open to the network`;
  return { name, ok: true, warning: state, detail: "not needed", remedy: `stop it with: ${STOP_XRDP} && sudo rm -f ${file}` };
}

/**
 * What desktops need of this machine, each with what was found or how to get it. Never throws for something missing.
 * `clipboard` and `internet` need programs that a node can do without, so their absence is told but is no failure.
 */
export async function probeDesktops(): Promise<readonly DesktopCheck[]> {
  const optional = new Set<ProgramName>(["slirp4netns", "ip"]);
  const names = Object.keys(PACKAGES) as ProgramName[];
  const programs = await Promise.all(names.map(checkProgram));
  const checks = programs.map((check, index) =>
    check.ok || !optional.has(names[index] ?? "Xvnc") ? check : { ...check, ok: true, warning: "no desktop has internet" },
  );
  const hasTun = await access("/dev/net/tun", constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  const tun = { name: "/dev/net/tun", ok: true, detail: hasTun ? "usable" : "not usable (only for internet in desktops)" };
  const limits = { name: "limits of desktops", ok: true, detail: describeLimits() };
  return [...checks, await checkSandbox(), await checkPlaces(), checkSystemService(), limits, tun];
}
