import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { COMPUTING, inOrder, SECONDS } from "./slowest-first.ts";

const slowest = (files: Readonly<Record<string, number>>): string[] => Object.keys(files);

it("names files of tests that are there, each once", () => {
  const root = join(import.meta.dirname, "../..");
  const named = [...slowest(SECONDS), ...slowest(COMPUTING)];
  expect(named.filter((file) => !existsSync(join(root, file)))).toEqual([]);
  expect(new Set(named).size).toBe(named.length);
});

it("begins with what takes longest, and keeps the order of what is not listed", () => {
  const [first = "", second = ""] = slowest(SECONDS);
  expect(inOrder(["b.test.ts", second, "a.test.ts", first], 2)).toEqual([first, second, "b.test.ts", "a.test.ts"]);
});

it("lets files that compute follow one another, beside those that wait", () => {
  const [one = "", two = ""] = slowest(COMPUTING);
  const waiting = slowest(SECONDS).slice(0, 6);
  const order = inOrder([...waiting, one, two], 3);
  expect(order.toSorted()).toEqual([...waiting, one, two].toSorted());
  // The second of them begins when the first is over; as many that wait began before it as its time has room for.
  expect(order.slice(0, 3)).toEqual([one, ...waiting.slice(0, 2)]);
  expect(order.indexOf(two)).toBeGreaterThan(2);
});

it("has nothing to do for a level without files", () => {
  expect(inOrder([], 3)).toEqual([]);
});
