import { expect, it } from "vitest";
import { noFaults } from "./faults.ts";
import { busy, expectUnity, simulateNetwork, timeout } from "./scenario.ts";

it("goes on building without final blocks while one third is away, and makes them final when it is back", {
  timeout,
}, async () => {
  const simulation = simulateNetwork("away", 3);
  await simulation.run(60);
  const before = simulation.witness.finalHeight;
  simulation.faults = { ...busy, isConnected: (from, to) => from !== 2 && to !== 2 };
  await simulation.run(120);
  expect(simulation.witness.finalHeight).toBeLessThanOrEqual(before + 2);
  expect(simulation.nodes[0]?.chain?.read.head().height).toBeGreaterThan(before + 10);
  simulation.faults = noFaults;
  await simulation.run(150);
  expectUnity(simulation);
});

it("keeps making blocks final while one of four is away", { timeout }, async () => {
  const simulation = simulateNetwork("three of four", 4);
  await simulation.run(60);
  const before = simulation.witness.finalHeight;
  simulation.faults = { ...busy, isConnected: (from, to) => from !== 3 && to !== 3 };
  await simulation.run(100);
  expect(simulation.witness.finalHeight).toBeGreaterThan(before + 10);
  simulation.faults = noFaults;
  await simulation.run(150);
  expectUnity(simulation);
});
