import { open } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { CommandError, EXIT } from "./exit-codes.ts";
import { terminalName } from "./terminal-text.ts";

/** The first bytes of a file, as many as it has or are asked for; - is standard input. @throws CommandError where it cannot be read. */
export async function readStart(file: string, most: number): Promise<Uint8Array> {
  try {
    if (file === "-") return await buffer(process.stdin);
    await using handle = await open(file, "r");
    // What a pipe holds has no size beforehand.
    return await buffer(handle.createReadStream({ end: most - 1 }));
  } catch (error) {
    throw new CommandError(EXIT.usage, `${terminalName(file)} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
