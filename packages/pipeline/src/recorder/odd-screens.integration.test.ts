import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { programEnvironment } from "../capture/program.ts";
import { saveVideo } from "../replay/save-video.ts";
import { countFrames, NO_PROOF, openRecording, recordFrames, startTestRecorder } from "../testing/recorder-fixture.ts";
import { TEST_SIZE } from "../testing/test-display.ts";
import { openXPainter } from "../testing/x-painter.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-odd-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PATIENT = { timeout: 30_000, interval: 50 };
const SET_DESKTOP_SIZE = 251;

/** A client of the display that asks for other sizes of its screen (extended desktop size of the RFB protocol's community version). */
async function openResizer(path: string) {
  const socket = connect({ path });
  socket.on("error", () => undefined);
  await once(socket, "data");
  socket.write("RFB 003.008\n");
  await once(socket, "data");
  socket.write(Buffer.from([1]));
  await once(socket, "data");
  socket.write(Buffer.from([1]));
  await once(socket, "data");
  socket.resume();
  socket.write(Buffer.from("0200000200000000fffffecc", "hex"));
  return {
    resize(width: number, height: number): void {
      const message = Buffer.alloc(24);
      message[0] = SET_DESKTOP_SIZE;
      message.writeUInt16BE(width, 2);
      message.writeUInt16BE(height, 4);
      message[6] = 1;
      message.writeUInt16BE(width, 16);
      message.writeUInt16BE(height, 18);
      socket.write(message);
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

it.each([
  [1_281, 801],
  [641, 1],
])("records a screen of %d x %d, and all of it plays", async (width, height) => {
  await using session = await startTestRecorder({}, { size: { width, height } });
  await recordFrames(session.recorder, 3);
  await session.recorder.stop();
  const { chunks } = await openRecording(session);
  const path = join(folder, "video.mp4");
  await saveVideo(chunks, NO_PROOF, path);
  expect(await countFrames(path)).toBe(session.recorder.status().stages.recording.frames);
});

const PICTURE_BYTES = 3 * TEST_SIZE.width * TEST_SIZE.height;

/** Every picture of a video, three bytes a pixel: red, green, blue. */
async function picturesOf(path: string): Promise<Buffer[]> {
  const raw = join(folder, "pictures.rgb");
  const options = ["-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "rgb24", raw];
  await promisify(execFile)("ffmpeg", ["-v", "error", "-nostdin", "-i", path, ...options], { env: programEnvironment() });
  const bytes = await readFile(raw);
  return Array.from({ length: bytes.length / PICTURE_BYTES }, (_, at) =>
    bytes.subarray(at * PICTURE_BYTES, (at + 1) * PICTURE_BYTES),
  );
}

const INSIDE = [200, 320, 440].flatMap((x) => [120, 240, 360].map((y) => [x, y] as const));
const OUTSIDE = [[20, 20] as const, [180, 240] as const, [460, 240] as const, [320, 380] as const];
/** A bit each for red, green and blue, of each of these places. */
const coloursOf = (picture: Buffer | undefined, places: readonly (readonly [number, number])[]): string =>
  places
    .map(([x, y]) => [0, 1, 2].map((part) => ((picture?.[(y * TEST_SIZE.width + x) * 3 + part] ?? 0) > 128 ? "1" : "0")).join(""))
    .join(" ");

it.each([
  [16, 0xf800],
  [32, 0xff0000],
])(
  "records the colours of a screen of %d bits, and a pointer of 256 x 256, though nothing but its shape changes, and that it is hidden",
  async (depth, red) => {
    await using session = await startTestRecorder({}, { size: { ...TEST_SIZE, depth } });
    await using painter = await openXPainter(session.display, TEST_SIZE);
    painter.fill(red, [[0, 0, TEST_SIZE.width, TEST_SIZE.height]]);
    painter.point(64, 320, 240);
    await painter.done();
    await recordFrames(session.recorder, 2);
    painter.point(256, 320, 240);
    await painter.done();
    await recordFrames(session.recorder, 4);
    painter.point(1, 320, 240, "hidden");
    await painter.done();
    await recordFrames(session.recorder, 4);
    await session.recorder.stop();
    const { chunks } = await openRecording(session);
    const path = join(folder, "video.mp4");
    await saveVideo(chunks, NO_PROOF, path);
    const pictures = await picturesOf(path);
    const shown = pictures.map((picture) => `${coloursOf(picture, INSIDE)} | ${coloursOf(picture, OUTSIDE)}`);
    const [allBlue, allRed, around] = [INSIDE.map(() => "001"), INSIDE.map(() => "100"), OUTSIDE.map(() => "100")].map(
      (colours) => colours.join(" "),
    );
    expect(shown).toContain(`${allBlue} | ${around}`);
    expect(shown.at(-1)).toBe(`${allRed} | ${around}`);
  },
);

it("goes on through a storm of new sizes, with a gap for each new take and none that is hidden", async () => {
  await using session = await startTestRecorder();
  const { recorder, display, entries } = session;
  await recordFrames(recorder, 2);
  using resizer = await openResizer(display.rfbSocket);
  for (let count = 0; count < 20; count += 1) resizer.resize(500 + 20 * count, 401 + 10 * count);
  await vi.waitFor(() => expect(recorder.status().stages.recording.restarts).toBeGreaterThan(0), PATIENT);
  await recordFrames(recorder, 4);
  resizer.resize(333, 333);
  await vi.waitFor(() => expect(entries.length).toBeGreaterThan(1), PATIENT);
  await recordFrames(recorder, 4);
  await recorder.stop();
  const { chunks } = await openRecording(session);
  expect(new Set(chunks.map(({ take }) => take)).size).toBeGreaterThan(1);
  for (const { gap_before } of entries)
    if (gap_before) expect(gap_before).toMatchObject({ kind: "recorder_lost", code: "recorder-ended" });
});
