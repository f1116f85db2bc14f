import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPicture as createPictureIn, type Picture } from "./create-picture.ts";
import { createPixelStore } from "./pixel-store.ts";
import type { DisplaySize } from "./read-display.ts";

const store = createPixelStore();
const createPicture = (screen: DisplaySize): Picture => createPictureIn(screen, store);

const pixels = (colours: readonly number[]): Uint8Array => new Uint8Array(Uint32Array.from(colours).buffer);
const all = (width: number, height: number) => ({ x: 0, y: 0, width, height });

/** BT.601 in limited range, as ITU-R BT.601 gives it for 8 bits. */
function reference(colours: readonly number[]): [number, number, number] {
  const mean = (shift: number) => colours.reduce((sum, colour) => sum + ((colour >> shift) & 255), 0) / colours.length;
  const [red, green, blue] = [mean(16), mean(8), mean(0)];
  const luma = 0.299 * red + 0.587 * green + 0.114 * blue;
  return [16 + (219 / 255) * luma, 128 + (112 / 255 / 0.886) * (blue - luma), 128 + (112 / 255 / 0.701) * (red - luma)];
}

function expectTrue(picture: Picture, colours: readonly number[][]): void {
  const { width, height } = picture.size;
  const chroma = width * height;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const block = [0, 1].flatMap((down) => [0, 1].map((right) => colours[(y & ~1) + down]?.[(x & ~1) + right] ?? 0));
      const at = (y >> 1) * (width / 2) + (x >> 1);
      const [, u, v] = reference(block);
      expect(Math.abs((picture.i420[y * width + x] ?? 0) - reference([colours[y]?.[x] ?? 0])[0])).toBeLessThan(1.2);
      expect(Math.abs((picture.i420[chroma + at] ?? 0) - u)).toBeLessThan(1.5);
      expect(Math.abs((picture.i420[chroma * 1.25 + at] ?? 0) - v)).toBeLessThan(1.5);
    }
}

const colour = fc.oneof(fc.constantFrom(0, 0xffffff, 0xff0000, 0x00ff00, 0x0000ff), fc.integer({ min: 0, max: 0xffffff }));
const side = fc.integer({ min: 1, max: 9 });

describe("a picture", () => {
  it("is black before anything was drawn, with even sides", () => {
    const picture = createPicture(all(3, 5));
    expect(picture.size).toEqual({ width: 4, height: 6 });
    expectTrue(picture, []);
  });

  it("has the colours that were drawn and copied, whatever the order", () => {
    const step = fc.record({
      x: fc.nat(8),
      y: fc.nat(8),
      width: side,
      height: side,
      colour,
      copy: fc.option(fc.tuple(fc.nat(8), fc.nat(8))),
    });
    fc.assert(
      fc.property(side, side, fc.array(step, { maxLength: 12 }), (width, height, steps) => {
        const picture = createPicture(all(width, height));
        const truth = Array.from({ length: height }, () => Array.from({ length: width }, () => 0));
        for (const { copy, colour: shade, ...box } of steps) {
          const [fromX = box.x, fromY = box.y] = copy ?? [];
          const area = {
            ...box,
            width: Math.min(box.width, width - Math.max(box.x, fromX)),
            height: Math.min(box.height, height - Math.max(box.y, fromY)),
          };
          if (area.width <= 0 || area.height <= 0) continue;
          const before = truth.map((row) => [...row]);
          const value = (x: number, y: number) =>
            copy ? (before[fromY + y]?.[fromX + x] ?? 0) : (shade * (x + 1) * (y + 1)) & 0xffffff;
          for (let y = 0; y < area.height; y += 1) {
            const row = Array.from({ length: area.width }, (_, x) => value(x, y));
            truth[area.y + y]?.splice(area.x, area.width, ...row);
            if (!copy) picture.setRow(area.x, area.y + y, pixels(row));
          }
          if (copy) picture.copy(area, fromX, fromY);
          picture.convert(area);
        }
        expectTrue(picture, truth);
      }),
    );
  });

  it("keeps what is shown when its memory is given back, and its corner", () => {
    const picture = createPicture(all(2, 2));
    for (const y of [0, 1]) picture.setRow(0, y, pixels([0xffffff, 0xffffff]));
    picture.convert(all(2, 2));
    const shown = picture.i420.slice();
    picture.release();
    picture.release();
    expect([picture.i420, picture.hasCorner(pixels([0xffffff]))]).toEqual([shown, true]);
    for (const y of [0, 1]) picture.setRow(0, y, pixels([0, 0]));
    picture.convert(all(2, 2));
    expectTrue(picture, []);
  });

  it("knows the pixel in its corner, but for the byte that means nothing", () => {
    const picture = createPicture(all(2, 2));
    picture.setRow(0, 0, pixels([0x00123456, 1]));
    expect([picture.hasCorner(pixels([0xff123456])), picture.hasCorner(pixels([0x00123457]))]).toEqual([true, false]);
  });
});
