import { randomInt } from "node:crypto";
import { expect, it } from "vitest";
import { runPayouts } from "../testing/simulation/run-payouts.ts";

const SCHEDULES = 10;
const seeds = Array.from({ length: Number(process.env["LUCID_PAYOUT_SEEDS"] ?? 4) }, (_, index) => String(index + 1));
/** Only bounds a hang. */
const HANG_MS = 600_000;

it.each([...seeds, String(randomInt(1_000_000_000))])(
  "pays what is owed once or still owes it, whatever dies, fails, forks, is repeated or runs twice: seed %s",
  async (seed) => {
    const { violations, ...count } = await runPayouts(seed, SCHEDULES);
    expect({ seed, violations }).toEqual({ seed, violations: [] });
    expect(count).toSatisfy(
      ({ settled, givenUp, crashes, forms, byDevice }) =>
        settled > byDevice && byDevice > 0 && givenUp > 0 && crashes > 0 && forms >= settled,
    );
  },
  HANG_MS,
);
