import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { StringDecoder } from "node:string_decoder";
import { ChainFileError, MAX_LINE } from "@lucid/chain";
import type { Working } from "./verify-chain.ts";

const READ_BYTES = 1_048_576;

/** The lines of a file of any length, in little memory. @throws ChainFileError for one that no chain has, and what reading throws. */
export async function* chainLines(path: string, { signal, onProgress }: Working): AsyncGenerator<string> {
  const { size } = await stat(path);
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let done = 0;
  for await (const bytes of createReadStream(path, { highWaterMark: READ_BYTES, signal }) as AsyncIterable<Buffer>) {
    const lines = (rest + decoder.write(bytes)).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MAX_LINE) throw new ChainFileError("it has a line that is too long");
    yield* lines;
    done += bytes.length;
    onProgress(done / size);
  }
  if (rest + decoder.end() !== "") throw new ChainFileError("its end is missing");
}
