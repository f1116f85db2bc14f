import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * A Debian package and what shows that it is there: a program on the PATH, or a file when the name starts with a slash.
 * @typedef {{ readonly name: string, readonly provides: readonly string[], readonly why: string }} SystemPackage
 */

/** @type {readonly SystemPackage[]} */
const node = [
  { name: "tigervnc-standalone-server", provides: ["Xvnc"], why: "the display of a session" },
  { name: "tigervnc-tools", provides: ["vncpasswd"], why: "the one-time password of a session" },
  { name: "tigervnc-common", provides: ["vncconfig"], why: "freezing the input of a session" },
  { name: "xrdp", provides: ["xrdp"], why: "RDP clients" },
  { name: "openbox", provides: ["openbox"], why: "the window manager of a session" },
  { name: "xterm", provides: ["xterm"], why: "the terminal of a session" },
  { name: "fonts-dejavu-core", provides: ["/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"], why: "text in a session" },
  { name: "ffmpeg", provides: ["ffmpeg", "ffprobe"], why: "recording" },
  { name: "x11-utils", provides: ["xprop", "xdpyinfo"], why: "watching a display start" },
  { name: "bubblewrap", provides: ["bwrap"], why: "the sandbox of a session" },
  { name: "slirp4netns", provides: ["slirp4netns"], why: "internet inside the sandbox" },
  { name: "iproute2", provides: ["ip"], why: "what that internet may not reach" },
  { name: "openssl", provides: ["openssl"], why: "the certificate of the RDP front" },
];

/** @type {readonly SystemPackage[]} */
const demo = [
  { name: "freerdp2-x11", provides: ["xfreerdp"], why: "a real RDP client" },
  { name: "xvfb", provides: ["Xvfb"], why: "a display for that client" },
  { name: "xdotool", provides: ["xdotool"], why: "typing into that client" },
];

/** @type {readonly SystemPackage[]} */
const tor = [{ name: "tor", provides: ["tor", "tor-gencert"], why: "a node that is reached through an onion service" }];

/** @type {readonly SystemPackage[]} */
const tests = [
  ...demo,
  ...tor,
  { name: "imagemagick", provides: ["import", "compare"], why: "comparing screens" },
  { name: "chromium", provides: ["chromium"], why: "tests in a browser" },
  { name: "age", provides: ["age", "age-keygen"], why: "opening key envelopes with another program" },
  { name: "python3", provides: ["python3"], why: "the second verifier" },
  { name: "jq", provides: ["jq"], why: "verifying by hand" },
  { name: "nginx", provides: ["nginx"], why: "a reverse proxy in front of a node" },
  { name: "spin", provides: ["spin"], why: "going through a model of the rules of votes" },
  { name: "gcc", provides: ["gcc"], why: "compiling what goes through that model" },
  { name: "libc6-dev", provides: ["/usr/include/stdio.h"], why: "compiling what goes through that model" },
  { name: "redis-server", provides: ["redis-server"], why: "what several nodes of one owner share" },
];

/** @type {readonly SystemPackage[]} */
const bench = [
  { name: "restic", provides: ["restic"], why: "the peer of the store benchmark" },
  { name: "borgbackup", provides: ["borg"], why: "the peer of the store benchmark" },
  { name: "python3-fastapi", provides: ["/usr/lib/python3/dist-packages/fastapi"], why: "the peer of the gateway benchmark" },
  { name: "uvicorn", provides: ["uvicorn"], why: "the peer of the gateway benchmark" },
];

/** @type {readonly SystemPackage[]} */
const packages = [
  { name: "mmdebstrap", provides: ["mmdebstrap"], why: "an empty Debian to install the package into" },
  { name: "qemu-user-static", provides: ["qemu-aarch64-static"], why: "running the program of another architecture" },
  { name: "systemd-container", provides: ["systemd-nspawn"], why: "starting a Debian with its own systemd" },
];

export const packageGroups = { node, demo, tor, tests, bench, packages };

/** System programs that a user's PATH often leaves out. */
const systemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

/**
 * The packages of these groups that this machine lacks, each once.
 * @param {readonly (keyof typeof packageGroups)[]} groups
 * @param {string} searchPath the PATH to look programs up in
 * @param {(file: string) => boolean} exists
 * @returns {SystemPackage[]}
 */
export function missingPackages(groups, searchPath, exists = existsSync) {
  const folders = [...searchPath.split(":").filter(Boolean), ...systemFolders];
  const isThere = (/** @type {string} */ thing) =>
    thing.startsWith("/") ? exists(thing) : folders.some((folder) => exists(join(folder, thing)));
  const wanted = new Map(groups.flatMap((group) => packageGroups[group]).map((item) => [item.name, item]));
  return [...wanted.values()].filter((item) => !item.provides.every(isThere));
}
