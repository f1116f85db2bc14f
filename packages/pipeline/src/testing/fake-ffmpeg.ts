import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * A program that tests run instead of ffmpeg: it notes its arguments in `calls`, says when it started as ffmpeg
 * does, writes the prepared stream and then runs `then`.
 */
export async function writeFakeFfmpeg(
  folder: string,
  stream: Uint8Array,
  then = "exec sleep 600",
): Promise<{ program: string; calls: string }> {
  const program = join(folder, "ffmpeg");
  const calls = join(folder, "calls");
  const video = join(folder, "stream.mp4");
  await writeFile(video, stream);
  const start = "  Duration: N/A, start: 1763600000.250000, bitrate: 294912 kb/s";
  await writeFile(program, `#!/bin/sh\necho "$*" >> '${calls}'\necho '${start}' >&2\ncat '${video}'\n${then}\n`);
  await chmod(program, 0o700);
  return { program, calls };
}
