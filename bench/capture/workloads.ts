import { setTimeout as sleep } from "node:timers/promises";
import { openXPainter, type TestDisplay } from "@lucid/pipeline/testing";
import { SIZE } from "./recorders.ts";

export interface Workload {
  readonly name: string;
  /** Starts it; it goes on until it is disposed. */
  readonly start: (display: TestDisplay) => Promise<AsyncDisposable>;
  /** The most it may cost beside polling. */
  readonly cpu: number;
  /** The most bytes beside polling, where that is promised. */
  readonly bytes?: number;
}

const LINES = Array.from(
  { length: 40 },
  (_, line) => `${line} the quick brown fox jumps over the lazy dog, ${line * 7_919} times`,
);
const TERMINAL = ["-fa", "Monospace", "-fs", "11", "-geometry", "130x38+0+0"];

/** xdotool waits for half of it after each press and each release: six keys a second. */
const KEY_DELAY_MS = "333";

/** A terminal with some text in it. */
async function terminal(display: TestDisplay, command: string): Promise<AsyncDisposable> {
  const program = display.launch(
    "xterm",
    "-bc",
    ...TERMINAL,
    "-e",
    "sh",
    "-c",
    `printf '%s\\n' '${LINES.slice(0, 20).join("' '")}'; ${command}`,
  );
  await sleep(2_000);
  return { [Symbol.asyncDispose]: async () => void program.kill("SIGKILL") };
}

/** The shell makes the cursor blink: a terminal does it only while it has the focus. */
const blinking = (display: TestDisplay): Promise<AsyncDisposable> =>
  terminal(display, String.raw`while :; do printf '\033[?25l'; sleep 0.5; printf '\033[?25h'; sleep 0.5; done`);

async function typing(display: TestDisplay): Promise<AsyncDisposable> {
  const running = await terminal(display, "exec cat");
  const text = LINES.join(" ").repeat(20);
  const typist = display.launch("xdotool", "type", "--delay", KEY_DELAY_MS, text);
  return {
    async [Symbol.asyncDispose]() {
      typist.kill("SIGKILL");
      await running[Symbol.asyncDispose]();
    },
  };
}

/** What a build prints: some six hundred lines a second, none like another. */
const scrollingText = (display: TestDisplay): Promise<AsyncDisposable> =>
  terminal(display, "while :; do head -c 1500 /dev/urandom | base64 -w 100; sleep 0.03; done");

/** Repeats a step until disposed. */
function every(periodMs: number, step: (count: number) => void): AsyncDisposable {
  let count = 0;
  const timer = setInterval(() => step(count++), periodMs);
  return { [Symbol.asyncDispose]: async () => clearInterval(timer) };
}

/** Something like a photograph: soft colours, some edges, and the noise of a camera. */
function photograph(width: number, height: number, at: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const noise = ((x * 73_856_093) ^ (y * 19_349_663) ^ (at * 83_492_791)) & 7;
      const edge = Math.hypot((x % 320) - 160, ((y + at) % 240) - 120) < 90 ? 60 : 0;
      const place = (y * width + x) * 4;
      pixels[place] = 90 + 60 * Math.sin((x + at) / 90) + noise;
      pixels[place + 1] = 100 + edge + 50 * Math.sin((y + at) / 60) + noise;
      pixels[place + 2] = 120 + edge + 40 * Math.sin((x - y) / 110) + noise;
    }
  return pixels;
}

async function painted(
  display: TestDisplay,
  work: (painter: Awaited<ReturnType<typeof openXPainter>>) => AsyncDisposable,
): Promise<AsyncDisposable> {
  const painter = await openXPainter(display, SIZE);
  const running = work(painter);
  return {
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await painter[Symbol.asyncDispose]();
    },
  };
}

/** A page of pictures that somebody scrolls: three steps of 48 pixels, then a look at it. */
function scrollingPictures(display: TestDisplay): Promise<AsyncDisposable> {
  const step = 48;
  const strips = Array.from({ length: 15 }, (_, strip) => photograph(SIZE.width, step, strip * step));
  return painted(display, (painter) =>
    every(120, (count) => {
      if (count % 8 > 2) return;
      painter.scroll(step, 0, SIZE.width, SIZE.height - step);
      painter.put(0, SIZE.height - step, SIZE.width, step, strips[count % strips.length] ?? new Uint8Array());
    }),
  );
}

function movingPicture(display: TestDisplay): Promise<AsyncDisposable> {
  const [width, part, parts] = [640, 90, 4];
  const frames = Array.from({ length: 25 }, (_, frame) =>
    Array.from({ length: parts }, (_, place) => photograph(width, part, frame * 6 + place * part)),
  );
  return painted(display, (painter) =>
    every(40, (count) => {
      for (const [place, pixels] of (frames[count % frames.length] ?? []).entries())
        painter.put(320, 180 + place * part, width, part, pixels);
    }),
  );
}

/** As in the issue of the recorder: what a session on a desktop is made of. */
export const workloads: readonly Workload[] = [
  { name: "idle, blinking cursor", start: blinking, cpu: 0.25, bytes: 0.5 },
  { name: "typing 6/s", start: typing, cpu: 0.5, bytes: 0.6 },
  { name: "scrolling a page of pictures", start: scrollingPictures, cpu: 0.5, bytes: 0.6 },
  { name: "moving picture 640x360 at 25/s", start: movingPicture, cpu: 1 },
  { name: "fast scrolling text", start: scrollingText, cpu: 1 },
];
