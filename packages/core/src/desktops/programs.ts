import { desktopErrors } from "@lucid/contract";
import { findProgram, installCommand } from "../ground/index.ts";

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

/** Paths of all named programs. Throws PROGRAM_MISSING that names every one that is not there. */
export function requirePrograms<const Name extends ProgramName>(names: readonly Name[]): Readonly<Record<Name, string>> {
  const found = names.map((name) => [name, findProgram(name)] as const);
  const missing = found.filter(([, path]) => path === undefined).map(([name]) => name);
  if (missing.length > 0) {
    throw desktopErrors.PROGRAM_MISSING({ programs: missing, install: installCommand(missing.map((name) => PACKAGES[name])) });
  }
  return Object.fromEntries(found) as Record<Name, string>;
}
