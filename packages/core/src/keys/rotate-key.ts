import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { ExchangedKey } from "@lucid/contract";
import { type Randomness, syncFolder } from "@lucid/foundation";
import { DataFolderError, openDataFolder } from "../ground/index.ts";
import { KEY_BYTES, replaceSecret } from "./replace-secret.ts";

/**
 * Gives a node that does not run another key. Access tokens and verdicts under the old one are refused from the next start on; the RDP
 * certificate is made then.
 * @throws DataFolderError when the folder is in use, cannot be used, or holds no node.
 */
export function rotateKey(data: string, key: ExchangedKey, randomness: Pick<Randomness, "bytes">): void {
  if (!existsSync(join(data, "keys", "node.key"))) throw new DataFolderError(`There is no node in the data folder ${data}`);
  using folder = openDataFolder(data);
  const keys = folder.file("keys");
  if (key !== "rdp") return replaceSecret(join(keys, `${key}.key`), randomness.bytes(KEY_BYTES));
  rmSync(join(keys, "rdp"), { recursive: true, force: true });
  syncFolder(keys);
}
