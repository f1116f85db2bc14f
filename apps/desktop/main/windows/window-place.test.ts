import { expect, it } from "vitest";
import { placeFor } from "./window-place.ts";

const kind = { size: { width: 1_280, height: 800, minWidth: 400, minHeight: 500 } };
const left = { x: 0, y: 0, width: 1_920, height: 1_040 };
const right = { x: 1_920, y: 0, width: 1_280, height: 1_000 };
const place = (x: number, y: number, more: object = {}) => ({ x, y, width: 1_000, height: 700, maximized: false, ...more });

it("opens a window where it was, on the screen it was on", () => {
  expect(placeFor(kind, place(2_000, 50), [left, right], 0)).toEqual(place(2_000, 50));
});

it("forgets a place on a screen that is gone, and keeps the window's own size", () => {
  expect(placeFor(kind, place(2_000, 50), [left], 0)).toEqual({ width: 1_280, height: 800, maximized: false });
});

it.each([
  ["above the screen", 100, -40],
  ["below the screen", 100, 1_030],
  ["left of it but for a sliver", -950, 100],
  ["right of it but for a sliver", 1_850, 100],
])("leaves a window nowhere where no hand takes hold of it: %s", (_where, x, y) => {
  expect(placeFor(kind, place(x, y), [left], 0)).not.toHaveProperty("x");
});

it("makes a window no larger than its screen, and no smaller than it can be", () => {
  expect(placeFor(kind, place(0, 0, { width: 3_000, height: 3_000 }), [right, left], 0)).toMatchObject({
    width: 1_920,
    height: 1_040,
  });
  expect(placeFor(kind, place(0, 0, { width: 200, height: 90 }), [left], 0)).toMatchObject({ width: 400, height: 500 });
});

it("puts a second window beside the first, and opens a first one as large as it was", () => {
  expect(placeFor(kind, place(10, 10), [left], 2)).toMatchObject({ x: 66, y: 66 });
  expect(placeFor(kind, place(10, 10, { maximized: true }), [left], 0).maximized).toBe(true);
  expect(placeFor(kind, place(10, 10, { maximized: true }), [left], 1).maximized).toBe(false);
  expect(placeFor(kind, undefined, [left], 0)).toEqual({ width: 1_280, height: 800, maximized: false });
});
