import { readFileSync } from "node:fs";
import { readlink, rename, rm, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { syncFolder } from "@lucid/foundation";

/** How this program came onto the machine. */
export type Installation =
  | { readonly kind: "checkout" }
  | { readonly kind: "deb" }
  | {
      readonly kind: "tarball";
      /** Base64 of the Ed25519 key that signs its updates. */
      readonly update_key?: string;
      readonly update_url?: string;
      readonly folders: InstalledFolders;
    };

/**
 * The folder of a tarball: `current` points at one of `versions/`, `update.json` says what became of the last update, and
 * `update-offer.json` which offer was the newest.
 */
export interface InstalledFolders {
  readonly top: string;
  readonly versions: string;
  readonly current: string;
  readonly state: string;
  readonly offer: string;
}

const foldersBelow = (top: string): InstalledFolders => ({
  ...{ top, versions: join(top, "versions"), current: join(top, "current"), state: join(top, "update.json") },
  offer: join(top, "update-offer.json"),
});

/** `manifest` is the program's package.json; that of a package lies in `<top>/versions/<version>/app/`. */
export function readInstallation(manifest: string): Installation {
  const { installation = { kind: "checkout" } } = JSON.parse(readFileSync(manifest, "utf8"));
  if (installation.kind !== "tarball") return installation;
  return { ...installation, folders: foldersBelow(join(dirname(manifest), "../../..")) };
}

/** How a version of a tarball is started: program and arguments. */
export const commandOf = ({ versions }: InstalledFolders, version: string): readonly [string, string] => [
  join(versions, version, "runtime/node"),
  join(versions, version, "app/main/lucid.js"),
];

export const versionInForce = async ({ current }: InstalledFolders): Promise<string> => basename(await readlink(current));

/** Puts a version in force, whole or not at all. */
export async function putInForce({ top, current }: InstalledFolders, version: string): Promise<void> {
  const next = join(top, `.current-${process.pid}`);
  await rm(next, { force: true });
  await symlink(join("versions", version), next);
  await rename(next, current);
  syncFolder(top);
}
