import { open } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { MAX_INVITATION } from "@lucid/contract";
import { askLine } from "../ask-line.ts";
import { CommandError, EXIT } from "../exit-codes.ts";

/**
 * The invitation in a file, or as it is pasted at the terminal. It is no argument: whoever lists processes would see it.
 * @throws CommandError with a message that holds nothing of it.
 */
export async function readInvitation(file: string | undefined): Promise<string> {
  if (file !== undefined) return await readSome(file);
  if (!process.stdin.isTTY)
    throw new CommandError(EXIT.usage, "Say --invitation: the file with what lucid network invite printed");
  process.stderr.write("Paste the invitation: ");
  const reader = createInterface({ input: process.stdin, terminal: false });
  try {
    return await askLine(reader);
  } finally {
    reader.close();
  }
}

async function readSome(path: string): Promise<string> {
  try {
    await using file = await open(path, "r");
    if ((await file.stat()).size > MAX_INVITATION) throw new CommandError(EXIT.usage, `${path} is too long for an invitation`);
    return (await file.readFile("utf8")).trim();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(EXIT.usage, `${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
