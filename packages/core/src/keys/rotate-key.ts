import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { type Randomness, syncFolder } from "@lucid/foundation";
import { DataFolderError, openDataFolder } from "../ground/index.ts";

/**
 * Keys that a node can have anew. What was signed with the node's own key names it, and what is sealed under the key of second factors
 * opens with that one alone: neither is among them.
 */
export const ROTATED_KEYS = ["token", "rdp", "kyc"] as const;
export type RotatedKey = (typeof ROTATED_KEYS)[number];

const KEY_BYTES = 32;

/**
 * Gives a node that does not run another key. Access tokens and verdicts under the old one are refused from the next start on; the RDP
 * certificate is made then.
 * @throws DataFolderError when the folder is in use, cannot be used, or holds no node.
 */
export function rotateKey(data: string, key: RotatedKey, randomness: Pick<Randomness, "bytes">): void {
  if (!existsSync(join(data, "keys", "node.key"))) throw new DataFolderError(`There is no node in the data folder ${data}`);
  using folder = openDataFolder(data);
  const keys = folder.file("keys");
  if (key === "rdp") rmSync(join(keys, "rdp"), { recursive: true, force: true });
  else replace(join(keys, `${key}.key`), randomness.bytes(KEY_BYTES));
  syncFolder(keys);
}

/** The file holds the old key or the new one, at every instant. */
function replace(path: string, bytes: Uint8Array): void {
  const next = `${path}.new`;
  const file = openSync(next, "w", 0o600);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(next, path);
}
