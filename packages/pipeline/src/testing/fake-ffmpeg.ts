import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A program that tests run instead of ffmpeg: it writes the prepared stream, whatever it is given, and then runs `then`. */
export async function writeFakeFfmpeg(folder: string, stream: Uint8Array, then = "exec sleep 600"): Promise<string> {
  const program = join(folder, "ffmpeg");
  const video = join(folder, "stream.mp4");
  await writeFile(video, stream);
  await writeFile(program, `#!/bin/sh\ncat '${video}'\n${then}\n`);
  await chmod(program, 0o700);
  return program;
}
