import { randomInt } from "node:crypto";
import { expect, it } from "vitest";
import { runTransfers } from "../testing/simulation/run-transfers.ts";

const SCHEDULES = 100;
const seeds = ["1", "2", "3", "4", "5"];
/** Seeds that found something once: what a transfer had cost that was ordered again. */
const found = ["165467577"];

it.each([...seeds, ...found, String(randomInt(1_000_000_000))])(
  "pays each transfer and does each thing with a stake once or not at all, whatever dies, fails, forks or is repeated: seed %s",
  async (seed) => {
    const { violations, orders, forms, stakes, byDevice, crashes, forks } = await runTransfers(
      seed,
      seeds.includes(seed) ? SCHEDULES : 20,
    );
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    expect({ orders, forms, stakes, byDevice, crashes, forks }).toSatisfy(
      () => orders > 0 && forms > 0 && ((stakes > 0 && byDevice > 0) || !seeds.includes(seed)) && crashes > 0,
    );
  },
);
