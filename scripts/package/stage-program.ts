import { chmod, copyFile, cp, lutimes, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ServerBundle } from "./build-bundle.ts";
import type { Architecture, Runtime } from "./runtime.ts";

/** How a program came onto the machine, and where its updates come from: read by `lucid update`. */
export interface Installation {
  readonly kind: "deb" | "tarball";
  /** Base64 of the 32 bytes of the Ed25519 key that signs updates; without it there are none. */
  readonly update_key?: string;
  /** Folder of the updates on the web. */
  readonly update_url?: string;
}

export interface ProgramParts {
  readonly bundle: ServerBundle;
  readonly runtime: Runtime;
  readonly arch: Architecture;
  readonly version: string;
  readonly installation: Installation;
  /** Texts that lie beside the program, by name. */
  readonly papers: Readonly<Record<string, string>>;
}

/** Fills `folder` with the program: `runtime/node`, `app/` and its papers. */
export async function stageProgram(folder: string, parts: ProgramParts): Promise<void> {
  const { arch, bundle, runtime } = parts;
  const app = join(folder, "app");
  await copyTo(join(runtime.folder, "bin/node"), join(folder, "runtime/node"));
  for (const file of bundle.programs) await copyTo(join(bundle.folder, "main", file), join(app, "main", file));
  for (const part of ["renderer", "resources", "node_modules"])
    await cp(join(bundle.folder, part), join(app, part), {
      recursive: true,
      filter: (file) => !file.includes("/prebuilds/") || file.endsWith(`/linux-${arch}.node`),
    });
  const { name, type } = JSON.parse(await readFile(join(bundle.folder, "package.json"), "utf8"));
  const manifest = { name, version: parts.version, private: true, type, main: "main/lucid.js" };
  await writeFile(join(app, "package.json"), `${JSON.stringify({ ...manifest, installation: parts.installation }, null, 2)}\n`);
  for (const [file, text] of Object.entries(parts.papers)) await writeFile(join(folder, file), text);
}

async function copyTo(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

/** Gives everything below a folder one time and plain modes, so that what is packed says nothing of the machine. */
export async function settle(folder: string, time: number, programs: ReadonlySet<string>): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink())
      await chmod(path, entry.isDirectory() || programs.has(path.slice(folder.length + 1)) ? 0o755 : 0o644);
    await lutimes(path, time, time);
  }
  await chmod(folder, 0o755);
  await lutimes(folder, time, time);
}
