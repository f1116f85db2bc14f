import { readFile } from "node:fs/promises";
import { BackupError } from "../set/backup-error.ts";

/** The age identities in a file, as `age-keygen` and `lucid backup identity` write it. @throws BackupError `wrong-identity`. */
export async function readIdentities(path: string): Promise<string[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new BackupError("wrong-identity", `${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
  const lines = text.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0) throw new BackupError("wrong-identity", `${path} holds no age identity`);
  return lines;
}
