import { it } from "vitest";
import { expectUnity, rough, runThrough, seeds, simulateNetwork, timeout } from "./scenario.ts";

it.each(seeds("e", "f"))(
  "signs nothing twice when processes die at any write or message (seed %s)",
  { timeout },
  async (seed) => {
    const simulation = simulateNetwork(seed, 3);
    await runThrough(simulation, { ...rough, death: 0.01 }, 150);
    expectUnity(simulation);
  },
);
