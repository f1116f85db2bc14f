import { open } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { API_KEY_PREFIX } from "@lucid/contract";
import { CommandError, EXIT } from "../exit-codes.ts";

const MAX_BYTES = 1_024;

/**
 * The API key in a file, or what comes in where the path is `-`. A key that others may read is refused, as ssh does it.
 * @throws CommandError with a message that holds nothing of the file.
 */
export async function readApiKey(path: string): Promise<string> {
  const key = (path === "-" ? await text(process.stdin) : await readPrivate(path)).trim();
  if (!key.startsWith(API_KEY_PREFIX) || /\s/.test(key))
    throw new CommandError(EXIT.usage, `${path === "-" ? "What came in" : path} is no API key: it begins with ${API_KEY_PREFIX}`);
  return key;
}

async function readPrivate(path: string): Promise<string> {
  try {
    await using file = await open(path, "r");
    const { mode, size } = await file.stat();
    if (process.platform !== "win32" && (mode & 0o077) !== 0)
      throw new CommandError(EXIT.usage, `${path} can be read by others: chmod 600 it, and make a new key if somebody may have`);
    if (size > MAX_BYTES) throw new CommandError(EXIT.usage, `${path} is too long for an API key`);
    return await file.readFile("utf8");
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.usage, `${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
