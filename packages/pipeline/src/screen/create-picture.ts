import type { PixelStore } from "./pixel-store.ts";
import type { Area, DisplaySize } from "./read-display.ts";

/** What a screen shows, as its pixels and as the I420 picture that the encoder takes. */
export interface Picture {
  /** Size of the I420 picture: the screen's, each side rounded up to an even number. */
  readonly size: DisplaySize;
  /** Y plane, then U and V at half the size in both directions, one byte each. */
  readonly i420: Uint8Array;
  /** Takes a row of pixels: blue, green, red, unused. */
  setRow(x: number, y: number, pixels: Uint8Array): void;
  copy(to: Area, fromX: number, fromY: number): void;
  /** Brings the I420 picture up to date where pixels were set or copied. */
  convert(area: Area): void;
  /** Whether the pixel in the corner is this one. */
  hasCorner(pixel: Uint8Array): boolean;
  /** Gives the memory of the pixels back. The I420 picture stays; every pixel has to be set again before it changes. */
  release(): void;
}

const BYTES_PER_PIXEL = 4;
const even = (length: number): number => length + (length & 1);

/** Black, with a width and a height from 1. Colours are BT.601 in limited range, as the stream says. */
export function createPicture(screen: DisplaySize, store: PixelStore): Picture {
  const size = { width: even(screen.width), height: even(screen.height) };
  const { width, height } = size;
  let bytes = store.take(width * height * BYTES_PER_PIXEL);
  let pixels = new Int32Array(bytes.buffer);
  let corner = bytes.slice(0, BYTES_PER_PIXEL);
  const i420 = new Uint8Array((width * height * 3) / 2);
  const uAt = width * height;
  const vAt = uAt + uAt / 4;
  i420.fill(16, 0, uAt);
  i420.fill(128, uAt);

  const rowAt = (x: number, y: number): number => (y * width + x) * BYTES_PER_PIXEL;

  /** Black again, where the memory was given back. */
  function hold(): void {
    if (bytes.length > 0) return;
    bytes = store.take(width * height * BYTES_PER_PIXEL);
    pixels = new Int32Array(bytes.buffer);
  }

  return {
    size,
    i420,
    setRow(x, y, row) {
      hold();
      bytes.set(row, rowAt(x, y));
    },
    copy(to, fromX, fromY) {
      hold();
      const length = to.width * BYTES_PER_PIXEL;
      // Rows that overlap must be read before they are written.
      const down = to.y > fromY;
      for (let index = 0; index < to.height; index += 1) {
        const row = down ? to.height - 1 - index : index;
        const from = rowAt(fromX, fromY + row);
        bytes.copyWithin(rowAt(to.x, to.y + row), from, from + length);
      }
    },
    convert(area) {
      const left = area.x & ~1;
      const right = even(area.x + area.width);
      const bottom = even(area.y + area.height);
      let known = -1;
      let [knownY, knownU, knownV] = [0, 0, 0];
      for (let y = area.y & ~1; y < bottom; y += 2) {
        let at = y * width + left;
        let chromaAt = (y >> 1) * (width >> 1) + (left >> 1);
        for (let x = left; x < right; x += 2, at += 2, chromaAt += 1) {
          const a = pixels[at] as number;
          const b = pixels[at + 1] as number;
          const c = pixels[at + width] as number;
          const d = pixels[at + width + 1] as number;
          if (a === b && a === c && a === d) {
            if (a !== known) {
              known = a;
              const [red, green, blue] = [(a >> 16) & 255, (a >> 8) & 255, a & 255];
              knownY = (66 * red + 129 * green + 25 * blue + 4_224) >> 8;
              knownU = (-38 * red - 74 * green + 112 * blue + 32_896) >> 8;
              knownV = (112 * red - 94 * green - 18 * blue + 32_896) >> 8;
            }
            i420[at] = knownY;
            i420[at + 1] = knownY;
            i420[at + width] = knownY;
            i420[at + width + 1] = knownY;
            i420[uAt + chromaAt] = knownU;
            i420[vAt + chromaAt] = knownV;
          } else {
            i420[at] = luma(a);
            i420[at + 1] = luma(b);
            i420[at + width] = luma(c);
            i420[at + width + 1] = luma(d);
            const red = ((a >> 16) & 255) + ((b >> 16) & 255) + ((c >> 16) & 255) + ((d >> 16) & 255);
            const green = ((a >> 8) & 255) + ((b >> 8) & 255) + ((c >> 8) & 255) + ((d >> 8) & 255);
            const blue = (a & 255) + (b & 255) + (c & 255) + (d & 255);
            i420[uAt + chromaAt] = (-38 * red - 74 * green + 112 * blue + 131_584) >> 10;
            i420[vAt + chromaAt] = (112 * red - 94 * green - 18 * blue + 131_584) >> 10;
          }
        }
      }
    },
    hasCorner(pixel) {
      const known = bytes.length > 0 ? bytes : corner;
      return pixel[0] === known[0] && pixel[1] === known[1] && pixel[2] === known[2];
    },
    release() {
      if (bytes.length === 0) return;
      corner = bytes.slice(0, BYTES_PER_PIXEL);
      store.give(bytes);
      bytes = new Uint8Array(0);
      pixels = new Int32Array(bytes.buffer);
    },
  };
}

const luma = (pixel: number): number =>
  (66 * ((pixel >> 16) & 255) + 129 * ((pixel >> 8) & 255) + 25 * (pixel & 255) + 4_224) >> 8;
