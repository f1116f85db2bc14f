import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { saveVideo } from "../replay/save-video.ts";
import { BOARD, hideNumber, readNumbers, showNumber } from "../testing/number-board.ts";
import { NO_PROOF, openRecording, recordFrames, startTestRecorder, type TestRecorder } from "../testing/recorder-fixture.ts";
import { TEST_SIZE } from "../testing/test-display.ts";
import { openXPainter, type XPainter } from "../testing/x-painter.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-complete-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Records what is painted meanwhile; returns the number that each picture of the record shows. */
async function record(paint: (painter: XPainter, session: TestRecorder) => Promise<void>) {
  await using session = await startTestRecorder({ chunkSeconds: 10 });
  await using painter = await openXPainter(session.display, TEST_SIZE);
  await paint(painter, session);
  await session.recorder.stop();
  const { chunks } = await openRecording(session);
  const path = join(folder, "video.mp4");
  await saveVideo(chunks, NO_PROOF, path);
  return { numbers: await readNumbers(path), counts: session.recorder.status().stages.recording };
}

/** At any load of the machine: `npm run bench -- capture` has the marks of a quiet one. */
it.each([
  [100, 0.9],
  [60, 0.8],
  [40, 0.75],
])("has a number that was shown for %d ms at any moment, or says that something was coalesced", async (shownMs, share) => {
  const shown = Array.from({ length: 20 }, (_, index) => index + 1);
  const { numbers, counts } = await record(async (painter) => {
    for (const number of shown) {
      await sleep(150 + Math.random() * 200);
      showNumber(painter, number);
      // Its time begins when the display has drawn it: one that is late would draw and hide it at once.
      await painter.done();
      await sleep(shownMs);
      hideNumber(painter);
    }
    await painter.done();
  });
  const seen = shown.filter((number) => numbers.includes(number)).length;
  expect(seen / shown.length).toBeGreaterThanOrEqual(share);
  if (seen < shown.length) expect(counts.coalesced + counts.lostFrames).toBeGreaterThan(0);
});

/** How often each is shown; a night has more: `LUCID_FLICKER_TIMES=140`. */
const TIMES = Number(process.env["LUCID_FLICKER_TIMES"] ?? 20);

it("has what is shown for 50 of every 100 ms, whenever that is", { timeout: 600_000 + 1_000 * TIMES }, async () => {
  const phases = [1, 2, 3, 4, 5];
  const { numbers, counts } = await record(async (painter) => {
    for (const phase of phases) {
      await sleep(300 + phase * 20);
      const startedAt = performance.now();
      for (let times = 0; times < TIMES; times += 1) {
        showNumber(painter, phase);
        await sleep(Math.max(0, startedAt + times * 100 + 50 - performance.now()));
        hideNumber(painter);
        await sleep(Math.max(0, startedAt + times * 100 + 100 - performance.now()));
      }
    }
    await painter.done();
  });
  for (const phase of phases) expect(numbers.filter((number) => number === phase).length).toBeGreaterThan(2);
  expect(counts.coalesced).toBeGreaterThan(0);
});

it("has the pointer where it is, as the display draws it", async () => {
  const { numbers } = await record(async (painter, { display, recorder }) => {
    const move = async (x: number, y: number) => {
      await display.run("xdotool", "mousemove", String(x), String(y));
      await recordFrames(recorder, 2);
    };
    showNumber(painter, 1);
    await move(600, 400);
    // The arrow covers the middle of a white square, so that the number cannot be read.
    await move(BOARD.left + 14, BOARD.top + 10);
    await move(600, 400);
  });
  const first = numbers.indexOf(1);
  expect(first).toBeGreaterThanOrEqual(0);
  expect(numbers.indexOf(undefined, first)).toBeGreaterThan(first);
  expect(numbers.at(-1)).toBe(1);
});

it("has what is moved and drawn after a long quiet time, during which it gave its memory back", async () => {
  const away = BOARD.top + 200;
  const { numbers } = await record(async (painter, { recorder }) => {
    showNumber(painter, 3);
    painter.scroll(BOARD.top, away, TEST_SIZE.width, BOARD.height);
    hideNumber(painter);
    await recordFrames(recorder, 14);
    painter.scroll(away, BOARD.top, TEST_SIZE.width, BOARD.height);
    await recordFrames(recorder, 14);
    painter.fill(0xff0000, [[5, 5, 3, 3]]);
    await recordFrames(recorder, 3);
    hideNumber(painter);
    showNumber(painter, 4);
    await recordFrames(recorder, 2);
  });
  const [moved, drawn] = [numbers.lastIndexOf(3), numbers.lastIndexOf(4)];
  expect(moved - numbers.lastIndexOf(undefined, moved)).toBeGreaterThan(12);
  expect(drawn).toBe(numbers.length - 1);
});
