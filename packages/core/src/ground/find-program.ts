import { accessSync, constants, realpathSync } from "node:fs";
import { join } from "node:path";

/** Folders of the system's own programs. The node's PATH is not asked: what a node starts comes from the system. */
const FOLDERS = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"];

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
