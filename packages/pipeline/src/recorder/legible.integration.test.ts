import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createSeededRandom } from "@lucid/foundation/testing";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { programEnvironment } from "../capture/program.ts";
import { saveVideo } from "../replay/save-video.ts";
import { type Grid, learnGlyphs, readText } from "../testing/glyph-reader.ts";
import { NO_PROOF, openRecording, recordFrames, startTestRecorder } from "../testing/recorder-fixture.ts";
import type { TestDisplay } from "../testing/test-display.ts";

const run = promisify(execFile);
const SIZE = { width: 1280, height: 720 };
/** The font `6x13`, the smallest that terminals use, in a window without a frame; xterm leaves two pixels around the text. */
const GRID: Grid = { left: 2, top: 2, cellWidth: 6, cellHeight: 13, stride: SIZE.width };
const SHAPE = { rows: 55, columns: 212 };
/** Of the characters. */
const LEGIBLE = 0.98;
const BUFFER = { encoding: "buffer", maxBuffer: 1 << 26 } as const;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-legible-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The screen as the display has it, grey. */
async function screenOf({ displayNumber, xauthority }: TestDisplay): Promise<Buffer> {
  const env = { ...programEnvironment(xauthority), DISPLAY: `:${displayNumber}` };
  const { stdout } = await run("import", ["-window", "root", "-depth", "8", "gray:-"], { ...BUFFER, env });
  return stdout;
}

/** The last picture of a video, grey. */
async function lastPicture(path: string): Promise<Buffer> {
  const picture = join(folder, "last.gray");
  const grey = ["-fps_mode", "passthrough", "-f", "image2", "-update", "1", "-c:v", "rawvideo", "-pix_fmt", "gray", picture];
  await run("ffmpeg", ["-v", "error", "-nostdin", "-i", path, ...grey], { env: programEnvironment() });
  return await readFile(picture);
}

it("has every letter of a full terminal so that it can be read back", async () => {
  const random = createSeededRandom("a full terminal");
  const printable = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index));
  const lines = Array.from({ length: SHAPE.rows }, () =>
    Array.from({ length: SHAPE.columns }, () => random.pick(printable)).join(""),
  );
  // Dark on light, light on dark, and colours whose brightness differs less.
  const styles = ["30;47", "37;40", "33;44", "32;40", "31;47"];
  const styled = lines.map((line, row) => `\u001b[${styles[row % styles.length]}m${line}`).join("\r\n");
  await writeFile(join(folder, "text"), `\u001b[?25l${styled}`);
  await using session = await startTestRecorder({ chunkSeconds: 10 }, { size: SIZE });
  const terminal = ["-fn", "6x13", "-b", "2", "+sb", "-bw", "0", "-geometry", `${SHAPE.columns}x${SHAPE.rows}+0+0`];
  session.display.launch("xterm", ...terminal, "-e", "sh", "-c", `cat '${join(folder, "text")}'; sleep 600`);
  const wanted = Array.from(lines.join(""));
  /** Share of the characters that are read right. */
  const read = (picture: Buffer, glyphs: ReturnType<typeof learnGlyphs>): number => {
    const text = readText(picture, GRID, glyphs, SHAPE).join("");
    return wanted.filter((character, index) => text[index] === character).length / wanted.length;
  };
  // The display's own picture is read without a fault: the reader is right, and all of the text is there.
  const glyphs = await vi.waitFor(
    async () => {
      const screen = await screenOf(session.display);
      const learned = learnGlyphs(screen, GRID, lines);
      expect(read(screen, learned)).toBe(1);
      return learned;
    },
    { timeout: 30_000, interval: 500 },
  );
  await recordFrames(session.recorder, 3);
  await session.recorder.stop();
  const { chunks } = await openRecording(session);
  const video = join(folder, "video.mp4");
  await saveVideo(chunks, NO_PROOF, video);
  expect(read(await lastPicture(video), glyphs)).toBeGreaterThanOrEqual(LEGIBLE);
});
