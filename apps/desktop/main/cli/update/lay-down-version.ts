import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, open, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { syncFolder } from "@lucid/foundation";
import { commandOf, type InstalledFolders } from "./installation.ts";
import { type UpdateManifest, UpdateRefused } from "./update-manifest.ts";
import type { UpdateSource } from "./update-source.ts";

/** What of an update lies beside the versions before it is one. */
const INCOMING = "incoming-";

export interface LayDownOptions {
  readonly source: UpdateSource;
  readonly folders: InstalledFolders;
  readonly arch: string;
  readonly signal: AbortSignal;
}

/**
 * Fetches the tarball of a release, and puts its version beside the one in force, whole or not at all: whatever ends this
 * leaves the versions as they were.
 * @throws UpdateRefused
 */
export async function layDownVersion(manifest: UpdateManifest, options: LayDownOptions): Promise<void> {
  const { arch, folders } = options;
  const file = Object.entries(manifest.files).find(([name]) => name === arch)?.[1];
  if (!file) throw new UpdateRefused(`there is none for ${arch}`);
  for (const left of (await readdir(folders.top)).filter((name) => name.startsWith(INCOMING)))
    await rm(join(folders.top, left), { recursive: true, force: true });
  try {
    const incoming = await mkdtemp(join(folders.top, INCOMING));
    try {
      const archive = join(incoming, "archive");
      await fetchWhole(file, archive, options);
      await unpack(archive, join(incoming, "version"), manifest.version);
      await requireProgram({ ...folders, versions: incoming }, "version");
      const place = join(folders.versions, manifest.version);
      await rm(place, { recursive: true, force: true });
      await rename(join(incoming, "version"), place);
      syncFolder(folders.versions);
    } finally {
      await rm(incoming, { recursive: true, force: true });
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw noRoom(folders, error);
    throw error;
  }
}

const noRoom = ({ top }: InstalledFolders, cause: unknown): UpdateRefused =>
  new UpdateRefused(`there is no room for it in ${top}`, { cause });

/** Never more than the manifest says, and nothing else: a download that was cut is shorter. */
async function fetchWhole(
  { name, sha256, size_bytes }: { readonly name: string; readonly sha256: string; readonly size_bytes: number },
  to: string,
  { signal, source }: LayDownOptions,
): Promise<void> {
  const hash = createHash("sha256");
  let length = 0;
  await using file = await open(to, "wx", 0o600);
  try {
    for await (const part of await source.open(name, signal)) {
      length += part.length;
      if (length > size_bytes) break;
      hash.update(part);
      await file.appendFile(part);
    }
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOSPC" || cause instanceof UpdateRefused) throw cause;
    signal.throwIfAborted();
    throw new UpdateRefused(`${name} was cut after ${length} of ${size_bytes} bytes`, { cause });
  }
  if (length < size_bytes) throw new UpdateRefused(`${name} was cut after ${length} of ${size_bytes} bytes`);
  if (length > size_bytes || hash.digest("hex") !== sha256) throw new UpdateRefused(`${name} is not the file that was signed`);
}

/** The version's part of the archive, synced: a power cut later finds all of it. */
async function unpack(archive: string, to: string, version: string): Promise<void> {
  await mkdir(to);
  const path = `lucid/versions/${version}`;
  const tar = spawn("tar", ["-xzf", "-", "-C", to, "--no-same-owner", "--strip-components=3", path], {
    stdio: ["pipe", "ignore", "pipe"],
  });
  const said = collect(tar);
  const ended = once(tar, "exit");
  // A tar that ends early breaks the pipe; what it says is the reason.
  await pipeline(createReadStream(archive), tar.stdin).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  const [code] = await ended;
  if (code !== 0) {
    const error: NodeJS.ErrnoException = new UpdateRefused(`its archive cannot be unpacked: ${said().trim()}`);
    if (said().includes("No space left on device")) error.code = "ENOSPC";
    throw error;
  }
  const sync = spawn("sync", ["--file-system", to], { stdio: "ignore" });
  await once(sync, "exit");
}

function collect(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  return () => text;
}

async function requireProgram(folders: InstalledFolders, version: string): Promise<void> {
  for (const file of commandOf(folders, version)) {
    const found = await stat(file).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      throw error;
    });
    if (!found?.isFile()) throw new UpdateRefused("its archive holds no program");
  }
}
