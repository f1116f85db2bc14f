import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { codedSize } from "./coded-size.ts";

/** What ffmpeg writes of a picture of this size into the `avcC` box. */
function configurationOf(size: string, options: readonly string[]): Uint8Array {
  const source = ["-nostdin", "-v", "error", "-f", "lavfi", "-i", `testsrc2=size=${size}:rate=10`, "-frames:v", "2"];
  const muxed = ["-pix_fmt", "yuv420p", "-f", "mp4", "-movflags", "+empty_moov+default_base_moof", "pipe:1"];
  const movie = execFileSync("ffmpeg", [...source, "-c:v", "libx264", ...options, ...muxed], { maxBuffer: 16 * 1_048_576 });
  const at = movie.indexOf("avcC") + 4;
  return movie.subarray(at, at - 8 + movie.readUInt32BE(at - 8));
}

it.each([
  ["640x360", ["-profile:v", "baseline"]],
  ["1366x768", ["-profile:v", "main"]],
  ["1920x1080", ["-profile:v", "high", "-tune", "zerolatency"]],
  ["1280x720", ["-flags", "+ildct+ilme"]],
  ["1920x1080", ["-flags", "+ildct+ilme"]],
  ["3840x2160", ["-preset", "ultrafast"]],
  ["16x16", []],
] as const)("reads the size of what an encoder made of %s (%o)", (size, options) => {
  const [width, height] = size.split("x").map(Number);
  expect(codedSize(configurationOf(size, options))).toEqual({ width, height });
});
