import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** More than the header of what ffmpeg is given, and less than a picture. */
const FIRST_BYTES = 4_096;

/**
 * A program that tests run instead of ffmpeg: once it was given a picture it writes the prepared stream, whatever the
 * picture was, and then runs `then`.
 */
export async function writeFakeFfmpeg(folder: string, stream: Uint8Array, then = "exec sleep 600"): Promise<string> {
  const program = join(folder, "ffmpeg");
  const video = join(folder, "stream.mp4");
  await writeFile(video, stream);
  await writeFile(program, `#!/bin/sh\nhead -c ${FIRST_BYTES} > /dev/null\ncat '${video}'\n${then}\n`);
  await chmod(program, 0o700);
  return program;
}
