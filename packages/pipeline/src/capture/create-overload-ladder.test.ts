import { expect, it } from "vitest";
import { createOverloadLadder } from "./create-overload-ladder.ts";

const createLadder = () => createOverloadLadder({ framesPerWindow: 100 });

it("stays where it is while at most one frame in twenty is missing", () => {
  const ladder = createLadder();
  for (let window = 0; window < 10; window += 1) expect(ladder.observe(95, 5)).toBe(false);
  expect(ladder.step).toBe(0);
});

it("steps down after two bad windows in a row, to the last step and no further", () => {
  const ladder = createLadder();
  expect([ladder.observe(90, 10), ladder.observe(100, 0), ladder.observe(90, 10), ladder.observe(90, 10)]).toEqual([
    false,
    false,
    false,
    true,
  ]);
  expect(ladder.step).toBe(1);
  ladder.restart();
  expect([ladder.observe(90, 10), ladder.observe(90, 10)]).toEqual([false, true]);
  expect(ladder.step).toBe(2);
  for (let window = 0; window < 5; window += 1) expect(ladder.observe(10, 90)).toBe(false);
});

it("counts fragments until a window is full, and anew after a restart", () => {
  const ladder = createLadder();
  for (let fragment = 0; fragment < 25; fragment += 1) expect(ladder.observe(3, 2)).toBe(false);
  ladder.restart();
  for (let fragment = 0; fragment < 39; fragment += 1) expect(ladder.observe(3, 2)).toBe(false);
  expect(ladder.observe(3, 2)).toBe(true);
});
