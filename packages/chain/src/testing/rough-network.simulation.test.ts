import { it } from "vitest";
import { expectUnity, rough, runThrough, seeds, simulateNetwork, timeout } from "./scenario.ts";

it.each(seeds("a"))("stays safe and recovers from delays, loss and duplicates (seed %s)", { timeout }, async (seed) => {
  const simulation = simulateNetwork(seed, 3);
  await runThrough(simulation, rough, 150);
  expectUnity(simulation);
});
