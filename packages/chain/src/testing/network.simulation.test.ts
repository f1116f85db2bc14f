import { verifyEvidence } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { parametersForInterval, parseGenesis } from "../genesis.ts";
import { type ChainFaults, type ChainSimulation, createChainSimulation, createTestKeys, noFaults } from "./index.ts";

const startMs = Date.UTC(2026, 0, 1);

function simulate(seed: string, count: number): ChainSimulation {
  const names = Array.from({ length: count }, (_, index) => `producer ${index}`);
  const producers = names.map((name) => {
    const { publicKey } = createTestKeys(name);
    return { entity: publicKey, public_key: publicKey, weight: 1 };
  });
  // Short epochs, so that links across their boundaries occur in every run.
  const parameters = { ...parametersForInterval(4), epoch_slots: 2 };
  const genesis = parseGenesis({
    ...{ format: "lucid-genesis", version: 1, network: "simulation", genesis_time: startMs / 1000 },
    parameters,
    producers,
  });
  return createChainSimulation({ seed, startMs, genesis, names });
}

const busy: ChainFaults = { ...noFaults, traffic: 0.1 };
const rough: ChainFaults = { ...busy, maxDelayMs: 5_000, loss: 0.15, duplication: 0.1 };

/** Faults for a while, then time to come together again: a round of everybody's slots and more. */
async function runThrough(simulation: ChainSimulation, faults: ChainFaults, seconds: number): Promise<void> {
  await simulation.run(20);
  simulation.faults = faults;
  await simulation.run(seconds);
  simulation.faults = noFaults;
  await simulation.run(200);
}

function expectSafe({ witness }: ChainSimulation): void {
  expect(witness.violations).toEqual([]);
}

/** Everybody on one head, and every anchor that a node accepted in a final block of every node. */
function expectAgreement({ nodes, traffic }: ChainSimulation): void {
  expect(new Set(nodes.map((node) => node.chain?.read.head().hash)).size).toBe(1);
  for (const { chain } of nodes) {
    for (const [id, anchor] of traffic.anchors) {
      const record = chain?.read.anchorOf(anchor.session_id);
      expect({ id, anchor: record?.anchor, final: record?.final }).toEqual({ id, anchor, final: true });
    }
  }
}

/** A sample of the proofs that node 0 gives for what any node anchored. */
function expectProofs({ nodes, traffic }: ChainSimulation): void {
  const chain = nodes[0]?.chain;
  for (const id of [...traffic.anchors.keys()].filter((_, index) => index % 8 === 0)) {
    const evidence = chain?.read.evidence(id);
    expect(evidence && chain && verifyEvidence(evidence, chain.genesis)).toMatchObject({
      ok: true,
      value: { transactionId: id },
    });
  }
}

describe("a network of three equal producers", { timeout: 120_000 }, () => {
  it("takes turns, includes every anchor and agrees on one head while messages arrive", async () => {
    const simulation = simulate("calm", 3);
    await runThrough(simulation, busy, 200);
    expectSafe(simulation);
    expectAgreement(simulation);
    expectProofs(simulation);
    expect(simulation.traffic.anchors.size).toBeGreaterThan(50);
    const producers = simulation.nodes[0]?.chain?.read.blocks({ page: 1, limit: 100 }).blocks.map((block) => block.producer);
    expect(new Set(producers).size).toBe(3);
  });

  it.each(["a", "b"])("stays safe and recovers from delays, loss and duplicates (seed %s)", async (seed) => {
    const simulation = simulate(seed, 3);
    await runThrough(simulation, rough, 150);
    expectSafe(simulation);
    expectAgreement(simulation);
    expectProofs(simulation);
  });

  it.each(["e", "f", "g"])("signs nothing twice when processes die at any write or message (seed %s)", async (seed) => {
    const simulation = simulate(seed, 3);
    await runThrough(simulation, { ...rough, death: 0.01 }, 150);
    expectSafe(simulation);
    expectAgreement(simulation);
    expectProofs(simulation);
  });

  it("goes on building without final blocks while one third is away, and makes them final when it is back", async () => {
    const simulation = simulate("away", 3);
    await simulation.run(60);
    const before = simulation.witness.finalHeight;
    simulation.faults = { ...busy, isConnected: (from, to) => from !== 2 && to !== 2 };
    await simulation.run(120);
    expect(simulation.witness.finalHeight).toBeLessThanOrEqual(before + 2);
    expect(simulation.nodes[0]?.chain?.read.head().height).toBeGreaterThan(before + 10);
    simulation.faults = noFaults;
    await simulation.run(150);
    expectSafe(simulation);
    expectAgreement(simulation);
    expectProofs(simulation);
  });
});

describe("a network of four equal producers", { timeout: 120_000 }, () => {
  it("keeps making blocks final with three of them", async () => {
    const simulation = simulate("three of four", 4);
    await simulation.run(60);
    const before = simulation.witness.finalHeight;
    simulation.faults = { ...busy, isConnected: (from, to) => from !== 3 && to !== 3 };
    await simulation.run(100);
    expect(simulation.witness.finalHeight).toBeGreaterThan(before + 10);
    simulation.faults = noFaults;
    await simulation.run(150);
    expectSafe(simulation);
    expectAgreement(simulation);
    expectProofs(simulation);
  });

  it("heals a split into halves without conflicting final blocks", async () => {
    const simulation = simulate("halves", 4);
    const isSplit = (from: number, to: number) => from < 2 === to < 2;
    await runThrough(simulation, { ...rough, isConnected: isSplit }, 120);
    expectSafe(simulation);
    expectAgreement(simulation);
    expectProofs(simulation);
  });
});
