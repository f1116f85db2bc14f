import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const LIMIT = { maxBuffer: 64 * 1_024 * 1_024 };

/** A Debian of its own in a folder, that goes away with the test. */
export interface DebianRoot extends AsyncDisposable {
  readonly path: string;
  /** The command that runs something there: root of that Debian, with processes and mounts of its own and the machine's network. */
  enter(...command: string[]): readonly string[];
  /** Runs something there to its end; what it printed. @throws when it fails. */
  run(...command: string[]): Promise<string>;
  /** The same as the service's user, with nothing more than the service may. */
  asService(...command: string[]): readonly string[];
  /** Puts a package file there, and has apt install it. */
  install(file: string, ...names: string[]): Promise<void>;
}

/** A Debian whose own systemd runs. Disposing shuts it down. */
export interface BootedDebian extends AsyncDisposable {
  /** Runs something there to its end; what it printed. @throws when it fails. */
  run(...command: string[]): Promise<string>;
}

/** pivot_root in place of chroot: who is in a chroot may not make user namespaces, and so no sandbox. */
const ENTER = `
  root=$1; shift
  mount --make-rprivate /
  mount --bind "$root" "$root"
  mount -t proc proc "$root/proc"
  mount --rbind /dev "$root/dev"
  mount -t tmpfs -o mode=755 tmpfs "$root/run"
  mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
  cd "$root"
  pivot_root . mnt
  umount -l /mnt
  cd /
  exec env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"`;

/** nspawn leaves its empty control groups behind: in the mount of version 2, or in those that a machine of both versions has. */
const REMOVE_GROUPS = `
  for mount in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
    for group in payload supervisor; do
      [ ! -d "$mount/$group" ] || find "$mount/$group" -depth -type d -exec rmdir {} +
    done
  done`;

/** What systemd takes from the service as the unit says; its settings are read from the working folder. */
const AS_SERVICE = [
  "setpriv",
  "--reuid=lucid",
  "--regid=lucid",
  "--init-groups",
  "--inh-caps=-all",
  "--bounding-set=-all",
].concat(["--no-new-privs", "env", "HOME=/var/lib/lucid", "sh", "-c", 'cd /etc/lucid && exec "$@"', "sh"]);

/**
 * Boots it, with a network of its own. /proc/sys stays writable, as it is on a machine: with the one that nspawn gives else, no
 * sandbox starts there.
 */
export async function boot(path: string): Promise<BootedDebian> {
  const flags = ["--register=no", "--keep-unit", "--private-network", "--capability=all", "--system-call-filter=@clock"];
  const nspawn = spawn("systemd-nspawn", ["-D", path, ...flags, "--console=pipe", "--boot"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, SYSTEMD_NSPAWN_API_VFS_WRITABLE: "yes" },
  });
  const ended = once(nspawn, "exit");
  const inside = async (...command: string[]): Promise<string> => {
    const { stdout: init } = await run("pgrep", ["-P", String(nspawn.pid)]);
    const entered = ["-t", init.trim(), "-a", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", ...command];
    return (await run("nsenter", entered, LIMIT)).stdout;
  };
  for (let state = ""; state !== "running"; ) {
    // Until the first process is systemd, and systemd answers, there is nothing to ask.
    state = await inside("systemctl", "is-system-running", "--wait").then(
      (text) => text.trim(),
      () => "",
    );
    if (nspawn.exitCode !== null) throw new Error("The Debian ended before it was up");
  }
  return {
    run: inside,
    async [Symbol.asyncDispose]() {
      nspawn.kill("SIGTERM");
      await ended;
      await run("sh", ["-ec", REMOVE_GROUPS]);
    },
  };
}

/** An empty Debian, made by Debian's own tool from its packages. Needs root. */
export async function makeDebianRoot(suite = "bookworm"): Promise<DebianRoot> {
  if (process.getuid?.() !== 0) throw new Error("These tests make a Debian of their own, for which they must be root");
  const folder = await mkdtemp(join(tmpdir(), "lucid-debian-"));
  const path = join(folder, "root");
  await run("mmdebstrap", ["--variant=minbase", suite, path], LIMIT);
  await copyFile("/etc/resolv.conf", join(path, "etc/resolv.conf"));
  // What is installed there starts no services: this is how Debian is told.
  await writeFile(join(path, "usr/sbin/policy-rc.d"), "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  await mkdir(join(path, "srv/packages"));
  const enter = (...command: string[]): string[] => [
    "unshare",
    "-m",
    "-p",
    "-f",
    "-i",
    "sh",
    "-ec",
    ENTER,
    "sh",
    path,
    ...command,
  ];
  const runThere = async (...command: string[]): Promise<string> => {
    const [program = "", ...args] = enter(...command);
    return (await run(program, args, LIMIT)).stdout;
  };
  await runThere("apt-get", "-q", "update");
  return {
    ...{ path, enter, run: runThere },
    asService: (...command) => enter(...AS_SERVICE, ...command),
    async install(file, ...names) {
      const there = join("srv/packages", basename(file));
      await copyFile(file, join(path, there));
      await runThere("apt-get", "-q", "install", "--yes", "--no-install-recommends", `/${there}`, ...names);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
