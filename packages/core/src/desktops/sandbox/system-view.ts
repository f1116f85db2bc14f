/** Environment of everything that runs in a sandbox; nothing of the node's own. */
const SANDBOX_PATH = "/usr/bin:/usr/sbin:/usr/games";

/** Parts of /etc that programs need and that hold nothing about this machine's people or network. */
const ETC = [
  "/etc/alternatives",
  "/etc/fonts",
  "/etc/ld.so.cache",
  "/etc/ld.so.conf",
  "/etc/ld.so.conf.d",
  "/etc/localtime",
  "/etc/X11",
  "/etc/gtk-3.0",
  "/etc/terminfo",
];

/**
 * bwrap arguments for a read-only system without anything personal. There is no /proc in it: under a node that runs as root, who can
 * write /proc/sys owns the machine.
 */
export function systemView(): string[] {
  const links = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"].flatMap((name) => ["--symlink", `usr/${name}`, `/${name}`]);
  const etc = ETC.flatMap((path) => ["--ro-bind-try", path, path]);
  return ["--ro-bind", "/usr", "/usr", ...links, ...etc, "--ro-bind-try", "/var/cache/fontconfig", "/var/cache/fontconfig"];
}

/** bwrap arguments that every sandbox of a session shares: no privileges, no way to new ones, gone with the node. */
export function isolation(): string[] {
  return [
    ...["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try", "--disable-userns"],
    ...["--uid", "1000", "--gid", "1000", "--hostname", "desktop", "--cap-drop", "ALL"],
    ...["--die-with-parent", "--new-session", "--clearenv", "--setenv", "PATH", SANDBOX_PATH, "--setenv", "LANG", "C.UTF-8"],
  ];
}
