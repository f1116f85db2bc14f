import { expect, it } from "vitest";
import { createLongest } from "./longest.ts";

function keep(lengths: readonly number[], most: number) {
  const longest = createLongest<number>(most);
  for (const [at, length] of lengths.entries()) longest.add(at, length);
  return { count: longest.count, list: longest.list() };
}

it("keeps everything where there is room, in its order", () => {
  expect(keep([5, 1, 9], 3)).toEqual({ count: 3, list: [0, 1, 2] });
  expect(keep([], 3)).toEqual({ count: 0, list: [] });
});

it("keeps the longest, in their order, and of equal ones the earlier", () => {
  expect(keep([5, 1, 9, 5, 7, 5], 3)).toEqual({ count: 6, list: [0, 2, 4] });
  expect(keep([1, 2, 3, 4, 5, 6, 7, 8, 9], 2)).toEqual({ count: 9, list: [7, 8] });
  expect(keep([9, 8, 7, 6, 5, 4, 3, 2, 1], 2)).toEqual({ count: 9, list: [0, 1] });
  expect(
    keep(
      Array.from({ length: 100 }, () => 0),
      4,
    ),
  ).toEqual({ count: 100, list: [0, 1, 2, 3] });
});
