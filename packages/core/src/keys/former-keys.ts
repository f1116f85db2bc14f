import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FormerNodeKey } from "@lucid/contract";
import { writeDurably } from "@lucid/foundation";
import { z } from "zod";
import { damagedFile } from "../ground/index.ts";

const pathIn = (data: string): string => join(data, "keys", "former-node-keys.json");

/** Keys that this node had before the one of today, newest first; nothing secret of them. @throws DataFolderError where the file is damaged. */
export function formerKeysIn(data: string): FormerNodeKey[] {
  const path = pathIn(data);
  if (!existsSync(path)) return [];
  try {
    return z.array(FormerNodeKey).parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    throw damagedFile(path, (cause as Error).message, { cause });
  }
}

/** One that is noted already, by a run that ended before its key was exchanged, is noted anew. */
export async function noteFormerKey(data: string, former: FormerNodeKey): Promise<void> {
  const others = formerKeysIn(data).filter(({ public_key }) => public_key !== former.public_key);
  await writeDurably(pathIn(data), JSON.stringify([former, ...others], undefined, 2));
}
