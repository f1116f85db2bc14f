import { existsSync } from "node:fs";
import { join } from "node:path";
import { systemRandomness } from "@lucid/foundation";
import { openNodeKeys } from "../../ground/index.ts";
import { BackupError } from "./backup-error.ts";

/** The public key of the node in a data folder. @throws BackupError `not-a-node`. */
export async function publicKeyIn(data: string): Promise<string> {
  if (!existsSync(join(data, "keys", "node.key"))) throw new BackupError("not-a-node", `There is no node in ${data}`);
  return (await openNodeKeys(data, systemRandomness)).publicKey;
}
