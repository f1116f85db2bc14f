import { randomInt } from "node:crypto";
import { describe, expect, it } from "vitest";
import { runScenario } from "./sim/run-scenario.ts";
import { scenarios } from "./sim/scenarios/index.ts";

/** Those that take seconds. The others are run by `npm run sim`. */
const quick = [
  "newcomers",
  "handover",
  "handover-model",
  "handover-no-votes",
  "handover-rekey",
  "offences",
  "partition",
  "equivocation",
  "wrong-certificate",
  "dead-leaders",
  "withholding",
  "censorship",
  "clock-jump",
  "tag-squatting",
  "malformed",
  "node-keys",
  "governance",
  "merge",
  "replay",
  "sybil",
  "self-dealing",
  "witness-ring",
  "storage-lying",
  "flaky-honest",
  "rough",
  "slow-links",
];

/** A fixed seed and one that is new in every run: the name of the test tells it. */
const seeds = ["1", String(randomInt(1_000_000_000))];

describe.each(scenarios.filter(({ name }) => quick.includes(name)))("a network of version 2: $name", (scenario) => {
  it.each(seeds.slice(scenario.name === "rough" ? 0 : 1))("keeps its marks (seed %s)", { timeout: 300_000 }, async (seed) => {
    const { figures, violations } = await runScenario(scenario, { seed });
    expect({ violations, missed: figures.filter(({ holds }) => !holds) }).toEqual({ violations: [], missed: [] });
  });
});

it("comes to the same digest from the same seed, and to another from another", { timeout: 300_000 }, async () => {
  const scenario = scenarios.find(({ name }) => name === "wrong-certificate");
  if (scenario === undefined) throw new Error("there is no such scenario");
  const digestOf = async (seed: string) => (await runScenario(scenario, { seed, nodes: 4 })).digest;
  const [one, same, other] = [await digestOf("7"), await digestOf("7"), await digestOf("8")];
  expect(same).toBe(one);
  expect(other).not.toBe(one);
});
