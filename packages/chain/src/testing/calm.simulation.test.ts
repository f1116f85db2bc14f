import { expect, it } from "vitest";
import { busy, expectUnity, runThrough, simulateNetwork, timeout } from "./scenario.ts";

it("takes turns, includes every anchor and agrees on one head while messages arrive", { timeout }, async () => {
  const simulation = simulateNetwork("calm", 3);
  await runThrough(simulation, busy, 200);
  expectUnity(simulation);
  expect(simulation.traffic.anchors.size).toBeGreaterThan(50);
  const producers = simulation.nodes[0]?.chain?.read.blocks({ page: 1, limit: 100 }).blocks.map((block) => block.producer);
  expect(new Set(producers).size).toBe(3);
});
