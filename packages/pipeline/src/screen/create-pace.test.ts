import { expect, it } from "vitest";
import { createPace } from "./create-pace.ts";

/** Waits after each of so many pictures of a change that never stops. */
function waits(pictures: number, random: () => number, share = 0): number[] {
  const pace = createPace({ quickMs: 40, steadyMs: 100, random });
  let now = 0;
  return Array.from({ length: pictures }, () => {
    const wait = pace.afterPicture(now, share);
    now += wait;
    return wait;
  });
}

it("catches what follows a quiet time quickly, and steady change at its own pace", () => {
  const all = waits(200, () => 0.5);
  expect(all.slice(0, 4)).toEqual([40, 40, 40, 40]);
  const steady = all.slice(50);
  expect(steady.reduce((sum, wait) => sum + wait, 0) / steady.length).toBeGreaterThan(95);
});

it("takes its time with changes of the whole screen", () => {
  const steady = waits(200, () => 0.5, 1).slice(50);
  expect(steady.reduce((sum, wait) => sum + wait, 0) / steady.length).toBeGreaterThan(190);
});

it("is quick again after half a second of quiet", () => {
  const pace = createPace({ quickMs: 40, steadyMs: 100, random: () => 0.5 });
  for (let picture = 0; picture < 50; picture += 1) pace.afterPicture(picture * 50, 0);
  expect(pace.afterPicture(2_500, 0)).toBe(100);
  expect([0, 40, 80].map((after) => pace.afterPicture(3_200 + after, 0))).toEqual([40, 40, 40]);
});

it("takes steady change at moments that nobody can foresee", () => {
  let seed = 1;
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
  const steady = waits(500, random).slice(50);
  expect(Math.min(...steady)).toBeLessThan(60);
  expect(Math.max(...steady)).toBeGreaterThan(140);
});
