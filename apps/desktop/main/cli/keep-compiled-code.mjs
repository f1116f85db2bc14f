// Compiled code is kept between starts, a third of whose time it takes; in a folder that only its user can write.
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

const folder = cacheFolder();
if (folder !== undefined) {
  enableCompileCache(join(folder, "lucid"));
  // For worker threads and the processes of the node: without it each of them strips the types of its sources itself.
  process.env.NODE_COMPILE_CACHE ??= join(folder, "lucid");
}

function cacheFolder() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  try {
    return join(homedir(), ".cache");
  } catch {
    // A user without a home, as in a container: nothing is kept.
    return undefined;
  }
}
