import { worthOf } from "../../../credits/credits.ts";
import { mainParameters } from "../../../network-genesis.ts";
import { figure, type Scenario } from "../scenario.ts";

/** Challenges of a node in an epoch: each of three auditors draws once a slot. */
const DRAWS = 3 * mainParameters.epoch_slots;
const CHUNKS = 10_000;
const TRIALS = 2_000;
/** What holding the data costs, of what it earns: dropping it saves this part. */
const COST = 0.9;

/** Whether so many uniform draws miss all of the lost chunks with a probability of at most 1 %: exact. */
function isFound(lost: bigint, of: bigint, draws: number): boolean {
  return 100n * (of - lost) ** BigInt(draws) <= of ** BigInt(draws);
}

export const storageLying: Scenario = {
  name: "storage-lying",
  rule: "3.5",
  happens: "a node keeps the hashes and drops one chunk of 10 000, 1 %, 10 % or all of its data",
  nodes: 1,
  run({ world }) {
    const isEnough = isFound(1n, 100n, 460);
    const fewest = Array.from({ length: 460 }, (_, index) => index + 1).find((draws) => isFound(1n, 100n, draws)) ?? 0;
    let found = 0;
    for (let trial = 0; trial < TRIALS; trial += 1) {
      const lost = CHUNKS / 100;
      let isCaught = false;
      for (let draw = 0; draw < 460 && !isCaught; draw += 1) isCaught = world.dice.between(1, CHUNKS) <= lost;
      if (isCaught) found += 1;
    }
    // The counted ones are within four deviations of what is exact.
    const least = TRIALS * (0.99 - 4 * Math.sqrt((0.99 * 0.01) / TRIALS));
    const gains = [1, 100, 1_000, CHUNKS].map((lost) => {
      const isMissed = (1 - lost / CHUNKS) ** DRAWS;
      return (COST * lost) / CHUNKS - (1 - isMissed);
    });
    const best = Math.max(...gains);
    const report = { network: "", epoch: 0, node: "", auditor: "", kind: "storage_availability" } as const;
    const withLoss = worthOf(
      {
        ...{ node: "", epoch: 0, kind: "storage_availability" },
        reports: [0, 0, 500].map((chunks_stored) => ({
          report: { ...report, value: { chunks_stored, size_bytes: chunks_stored } },
          signature: "",
        })),
      },
      3,
      mainParameters,
    );
    const credits = withLoss.kind === "storage_availability" ? withLoss.credits : -1;
    return [
      figure("1 % lost is found with 99 % within 460 challenges", "true", isEnough, isEnough),
      figure("challenges that suffice", "at most 460", fewest, fewest > 0 && fewest <= 460),
      figure(`found, of ${TRIALS} trials of 460 draws`, `at least ${Math.ceil(least)}`, found, found >= least),
      figure("best expected gain of dropping data, in parts of an epoch's earnings", "below 0", best.toFixed(4), best < 0),
      figure("credits of an epoch with a loss that two of three auditors saw", "0", credits, credits === 0),
    ];
  },
};
