import { createWriteStream, existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CommandError, EXIT } from "../exit-codes.ts";

/**
 * Writes the answer to a file that only gets its name when it is whole. Only its owner may read it, whatever stood there
 * before: a file that is left from an earlier export keeps its permissions when it is written over.
 */
export async function save(response: Response, path: string, onBytes?: (count: number) => void): Promise<number> {
  if (!response.body) throw new Error("The node sent nothing");
  const part = `${path}.part`;
  await rm(part, { force: true });
  const file = createWriteStream(part, { mode: 0o600, flags: "wx" });
  try {
    await pipeline(Readable.fromWeb(response.body), counted(onBytes), file);
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return file.bytesWritten;
}

/** @throws CommandError where a file cannot be written because there is no such folder. */
export function requireFolder(file: string): void {
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw new CommandError(EXIT.usage, `${file} cannot be written: there is no folder ${folder}`);
}

function counted(onBytes: ((count: number) => void) | undefined): PassThrough {
  const through = new PassThrough();
  let count = 0;
  through.on("data", (bytes: Buffer) => {
    count += bytes.length;
    onBytes?.(count);
  });
  return through;
}
