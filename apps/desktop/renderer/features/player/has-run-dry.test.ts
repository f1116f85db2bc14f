import { expect, it } from "vitest";
import { hasRunDry } from "./has-run-dry.ts";

it("counts what a browser leaves unplayed at the end, more of it at a higher speed", () => {
  expect(hasRunDry(0.5, { rate: 1, stillMs: 0 })).toBe(true);
  expect(hasRunDry(0.6, { rate: 1, stillMs: 0 })).toBe(false);
  expect(hasRunDry(2.7, { rate: 16, stillMs: 0 })).toBe(true);
});

it("waits for no frame that a browser standing still will not show", () => {
  // Chromium, with 0.58 s left, after it had run dry and got half a second more.
  expect(hasRunDry(0.58, { rate: 1, stillMs: 900 })).toBe(false);
  expect(hasRunDry(0.58, { rate: 1, stillMs: 1_000 })).toBe(true);
  expect(hasRunDry(2.5, { rate: 1, stillMs: 60_000 })).toBe(false);
});
