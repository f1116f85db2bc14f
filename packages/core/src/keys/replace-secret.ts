import { closeSync, fsyncSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { syncFolder } from "@lucid/foundation";

/** Bytes of a key that the node makes. */
export const KEY_BYTES = 32;

/** The file holds the old key or the new one, at every instant, and the new one after this. */
export function replaceSecret(path: string, bytes: Uint8Array): void {
  const next = `${path}.new`;
  const file = openSync(next, "w", 0o600);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
  syncFolder(dirname(path));
}
