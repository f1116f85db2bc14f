import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { syncFolder } from "@lucid/foundation";
import type { Ground } from "../../ground/index.ts";
import { onionKeyOf } from "./onion-key.ts";

/** Name of the seed's file among the keys of the node. */
const FILE = "onion.key";

/** The key of the onion service: one of the node's keys, kept and backed up with the others. */
export interface OnionSeed {
  /** The address that it stands for; undefined where there is no key. */
  address(): string | undefined;
  /** Reads it, or makes it. */
  open(): Promise<Uint8Array>;
  /** For good: the address is nobody's then. */
  remove(): void;
}

export function createOnionSeed({ folder, secret, changes }: Pick<Ground, "folder" | "secret" | "changes">): OnionSeed {
  const keys = folder.file("keys");
  const path = join(keys, FILE);
  let known = existsSync(path) ? onionKeyOf(readFileSync(path)).address : undefined;

  function show(address: string | undefined): void {
    if (address === known) return;
    known = address;
    changes.publish({ topic: "tor", id: "" });
  }
  return {
    address: () => known,
    async open() {
      const seed = await secret(FILE);
      show(onionKeyOf(seed).address);
      return seed;
    },
    remove() {
      rmSync(path, { force: true });
      syncFolder(keys);
      show(undefined);
    },
  };
}
