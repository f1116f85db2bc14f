import { expect, it } from "vitest";
import { pauseAfter } from "./back-off.ts";

const withChance = (chance: number) => ({ bytes: () => new Uint8Array([chance]) });

it("waits longer after each attempt, with up to a fifth of chance, and gives up after ten", () => {
  const [least, most] = [0, 255].map((chance) => {
    const pauses: (number | undefined)[] = [];
    for (let attempts = 1; attempts <= 10; attempts += 1) pauses.push(pauseAfter(attempts, withChance(chance)));
    return pauses;
  });
  expect(least?.map((ms) => ms && ms / 1_000)).toEqual([5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, undefined]);
  expect(most).toEqual(least?.map((ms) => ms && Math.round(ms * 1.2)));
});
