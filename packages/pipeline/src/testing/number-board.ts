import { spawn } from "node:child_process";
import { programEnvironment } from "../capture/program.ts";
import type { XPainter } from "./x-painter.ts";

/** Numbers as black and white squares, twice, the second time inverted: read back, one is whole or it is none. */

const BITS = 12;
const SIDE = 32;
const TOP = 64;
const WHITE = 0xffffff;
export const BOARD = { width: BITS * SIDE, height: 2 * SIDE, left: 32, top: TOP } as const;

export function showNumber(painter: XPainter, number: number): void {
  const squares = Array.from({ length: BITS }, (_, bit) => {
    const row = (number >> bit) & 1 ? 0 : 1;
    return [BOARD.left + bit * SIDE, BOARD.top + row * SIDE, SIDE, SIDE] as const;
  });
  painter.fill(WHITE, squares);
}

export function hideNumber(painter: XPainter): void {
  painter.fill(0, [[BOARD.left, BOARD.top, BOARD.width, BOARD.height]]);
}

/** The number in a picture of the board, 8 bits grey; undefined where there is none. */
function readNumber(picture: Buffer): number | undefined {
  let number = 0;
  for (let bit = 0; bit < BITS; bit += 1) {
    const at = (row: number): boolean => (picture[(row * SIDE + SIDE / 2) * BOARD.width + bit * SIDE + SIDE / 2] ?? 0) > 128;
    if (at(0) === at(1)) return undefined;
    if (at(0)) number |= 1 << bit;
  }
  return number;
}

/** All pictures of a video in order, each as the number that it shows. */
export async function readNumbers(path: string): Promise<(number | undefined)[]> {
  const crop = `crop=${BOARD.width}:${BOARD.height}:${BOARD.left}:${BOARD.top},format=gray`;
  const child = spawn(
    "ffmpeg",
    ["-v", "error", "-i", path, "-vf", crop, "-fps_mode", "passthrough", "-enc_time_base", "1:1000", "-f", "rawvideo", "pipe:1"],
    { env: programEnvironment(), stdio: ["ignore", "pipe", "inherit"] },
  );
  const pictureBytes = BOARD.width * BOARD.height;
  const numbers: (number | undefined)[] = [];
  let held = Buffer.alloc(0);
  for await (const bytes of child.stdout as AsyncIterable<Buffer>) {
    held = Buffer.concat([held, bytes]);
    for (; held.length >= pictureBytes; held = held.subarray(pictureBytes)) numbers.push(readNumber(held));
  }
  return numbers;
}
