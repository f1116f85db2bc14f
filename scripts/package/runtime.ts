import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, mkdtemp, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");
const kept = join(root, "build/runtime");

export const ARCHITECTURES = ["x64", "arm64"] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

interface RuntimePins extends Readonly<Record<Architecture, { readonly package: string; readonly integrity: string }>> {
  readonly version: string;
}

/** The Node.js of a package: its version, its npm package, and the folder with `bin/node` and `LICENSE`. */
export interface Runtime {
  readonly version: string;
  readonly name: string;
  readonly integrity: string;
  readonly folder: string;
}

/**
 * Node.js for an architecture, from the npm package that packaging/node-runtime.json pins by its hash. It is fetched once.
 * @throws when what npm delivers is something else.
 */
export async function fetchRuntime(arch: Architecture): Promise<Runtime> {
  const pins: RuntimePins = JSON.parse(await readFile(join(root, "packaging/node-runtime.json"), "utf8"));
  const { package: name, integrity } = pins[arch];
  const folder = join(kept, `${name}-${pins.version}`);
  if (!(await isThere(folder))) await fetchInto(folder, `${name}@${pins.version}`, integrity);
  return { version: pins.version, name, integrity, folder };
}

async function fetchInto(folder: string, wanted: string, integrity: string): Promise<void> {
  await mkdir(kept, { recursive: true });
  const fetching = await mkdtemp(join(kept, "fetching-"));
  try {
    const { stdout } = await run("npm", ["pack", wanted, "--json", "--ignore-scripts", "--pack-destination", fetching]);
    const [{ filename = "" } = {}]: { filename?: string }[] = JSON.parse(stdout);
    const archive = join(fetching, filename);
    const found = `sha512-${createHash("sha512")
      .update(await readFile(archive))
      .digest("base64")}`;
    if (found !== integrity) throw new Error(`${wanted} is ${found}: packaging/node-runtime.json says ${integrity}`);
    await run("tar", ["-xzf", archive, "-C", fetching, "package/bin/node", "package/LICENSE"]);
    await rename(join(fetching, "package"), folder).catch((error: NodeJS.ErrnoException) => {
      // Somebody else was as far first.
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    });
  } finally {
    await rm(fetching, { recursive: true, force: true });
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
