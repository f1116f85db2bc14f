import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { holdLock, isLockHeld } from "@lucid/foundation";
import { newest } from "../../../../scripts/newest.mjs";
import { buildBundle, readBundle, type ServerBundle } from "../../../../scripts/package/build-bundle.ts";

const CHECKOUT = join(import.meta.dirname, "../../../..");
const BUILD = join(CHECKOUT, "build");
const FOLDER = join(BUILD, "tested-bundle");
/** Written when the bundle is whole. */
const BUILT = join(FOLDER, "built");

const MADE_OF = [
  "apps/desktop/main",
  "apps/desktop/preload",
  "apps/desktop/renderer",
  "apps/desktop/electron.vite.config.ts",
  "packages",
  "resources",
  "package.json",
  "package-lock.json",
].map((path) => join(CHECKOUT, path));

/** The bundle of this tree, to be read only: built by whoever asks first when it is older than what it is made of. */
export async function testedBundle(): Promise<ServerBundle> {
  await mkdir(BUILD, { recursive: true });
  using _lock = await lock();
  if (newest(BUILT) <= Math.max(...MADE_OF.map(newest))) {
    await rm(FOLDER, { recursive: true, force: true });
    await buildBundle(FOLDER, join(BUILD, "compressed"));
    await writeFile(BUILT, "");
  }
  return await readBundle(FOLDER);
}

/** Alone among the files of tests, which run in processes of their own. */
async function lock(): Promise<Disposable> {
  for (;;) {
    try {
      return holdLock(join(BUILD, "tested-bundle.lock"), { timeoutMs: 0 });
    } catch (error) {
      if (!isLockHeld(error)) throw error;
    }
    await sleep(200);
  }
}
