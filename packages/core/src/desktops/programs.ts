import { accessSync, constants, realpathSync } from "node:fs";
import { join } from "node:path";

import { desktopErrors } from "@lucid/contract";

/** Folders of the system's own programs. The node's PATH is not asked: what runs beside a session comes from the system. */
const FOLDERS = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"];

/** Debian package of each program that desktops start. */
export const PACKAGES = {
  Xvnc: "tigervnc-standalone-server",
  bwrap: "bubblewrap",
  openbox: "openbox",
  openssl: "openssl",
  prlimit: "util-linux",
  setpriv: "util-linux",
  unshare: "util-linux",
  slirp4netns: "slirp4netns",
  ip: "iproute2",
  xrdp: "xrdp",
  "xrdp-chansrv": "xrdp",
  "xrdp-keygen": "xrdp",
  xterm: "xterm",
} as const;
export type ProgramName = keyof typeof PACKAGES;

/** Absolute path of a program with links resolved (Debian's alternatives do not exist in a sandbox), or undefined. */
export function findProgram(name: string): string | undefined {
  for (const folder of FOLDERS) {
    try {
      const path = realpathSync(join(folder, name));
      accessSync(path, constants.X_OK);
      return path;
    } catch (cause) {
      if (!["ENOENT", "EACCES", "ENOTDIR"].includes((cause as NodeJS.ErrnoException).code ?? "")) throw cause;
    }
  }
  return undefined;
}

/** How packages of these names, which are Debian's, come to this machine. */
export function installCommand(packages: readonly string[]): string {
  const names = [...new Set(packages)].toSorted().join(" ");
  return findProgram("apt-get") === undefined ? `your system's package manager: ${names}` : `sudo apt-get install ${names}`;
}

/** Paths of all named programs. Throws PROGRAM_MISSING that names every one that is not there. */
export function requirePrograms<const Name extends ProgramName>(names: readonly Name[]): Readonly<Record<Name, string>> {
  const found = names.map((name) => [name, findProgram(name)] as const);
  const missing = found.filter(([, path]) => path === undefined).map(([name]) => name);
  if (missing.length > 0) {
    throw desktopErrors.PROGRAM_MISSING({ programs: missing, install: installCommand(missing.map((name) => PACKAGES[name])) });
  }
  return Object.fromEntries(found) as Record<Name, string>;
}
