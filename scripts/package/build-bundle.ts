import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { FileContents } from "../../apps/desktop/renderer/bundling/list-contents.ts";

const root = join(import.meta.dirname, "../..");

/** What a server needs of the bundle. */
export interface ServerBundle {
  /** The folder that `npm run bundle` fills. */
  readonly folder: string;
  /** Files below `main/` that the server loads, now or later. */
  readonly programs: readonly string[];
  /** Folders of the packages whose code is in what a server ships. */
  readonly packages: readonly string[];
}

type Contents = Readonly<Record<string, FileContents>>;

/** What a server starts: the command, every worker and every process of its own. The application's own program is left out with what only it loads. */
const isStarted = (name: string): boolean => name === "lucid.js" || /^[\w-]+\.(?:worker|process)\.js$/.test(name);

/** Builds the bundle into `folder`; with `compressed`, takes from that folder what earlier builds of a page compressed. */
export async function buildBundle(folder: string, compressed?: string): Promise<ServerBundle> {
  await runBundler(folder, compressed);
  return readBundle(folder);
}

async function runBundler(folder: string, compressed: string | undefined): Promise<void> {
  await promisify(execFile)("npm", ["run", "--silent", "bundle", "--", "--logLevel", "warn"], {
    cwd: root,
    // Under a test it says "test", for which React and others build what a developer needs.
    env: { ...process.env, NODE_ENV: "production", LUCID_BUNDLE_FOLDER: folder, LUCID_COMPRESSED: compressed },
  });
}

/** The bundle that was built into `folder`. */
export async function readBundle(folder: string): Promise<ServerBundle> {
  const [main, page] = await Promise.all([readContents(folder, "main"), readContents(folder, "page")]);
  const programs = closure(main, Object.keys(main).filter(isStarted));
  const inServer = [...programs.map((name) => main[name]), ...Object.values(page)];
  const sqlite = join(root, "node_modules/better-sqlite3");
  return {
    folder,
    programs,
    packages: [...new Set([sqlite, ...inServer.flatMap((file) => file?.packages ?? [])])].toSorted(),
  };
}

async function readContents(folder: string, part: string): Promise<Contents> {
  const files = (await readdir(join(folder, "contents"))).filter((file) => file.startsWith(`${part}.`));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, "contents", file), "utf8")));
  return Object.assign({}, ...texts.map((text) => JSON.parse(text)));
}

/** The files, and all that they load. */
export function closure(contents: Contents, from: readonly string[]): string[] {
  const found = new Set(from);
  for (const name of found) for (const loaded of contents[name]?.loads ?? []) if (loaded in contents) found.add(loaded);
  return [...found].toSorted();
}
