// Compiled code is kept between starts, a third of whose time it takes; in a folder that only its user can write.
import { enableCompileCache } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";

enableCompileCache(join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "lucid"));
