import { it } from "vitest";
import { expectUnity, rough, runThrough, simulateNetwork, timeout } from "./scenario.ts";

it("heals a split of four producers into halves without conflicting final blocks", { timeout }, async () => {
  const simulation = simulateNetwork("halves", 4);
  const isSplit = (from: number, to: number) => from < 2 === to < 2;
  await runThrough(simulation, { ...rough, isConnected: isSplit }, 120);
  expectUnity(simulation);
});
