import { randomUUID } from "node:crypto";
import { verifyEvidence } from "@lucid/proof";
import { expect } from "vitest";
import { parametersForInterval, parseGenesis } from "../genesis.ts";
import { type ChainFaults, noFaults } from "./faults.ts";
import { createTestKeys } from "./keys.ts";
import { type ChainSimulation, createChainSimulation } from "./simulation.ts";

const startMs = Date.UTC(2026, 0, 1);

/** A network of so many equal producers. */
export function simulateNetwork(seed: string, count: number): ChainSimulation {
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

/** Milliseconds for one scenario: some simulated minutes on a busy machine. */
export const timeout = 120_000;

export const busy: ChainFaults = { ...noFaults, traffic: 0.1 };
export const rough: ChainFaults = { ...busy, maxDelayMs: 5_000, loss: 0.15, duplication: 0.1 };

/** Faults for a while, then time to come together again: a round of everybody's slots and more. */
export async function runThrough(simulation: ChainSimulation, faults: ChainFaults, seconds: number): Promise<void> {
  await simulation.run(20);
  simulation.faults = faults;
  await simulation.run(seconds);
  simulation.faults = noFaults;
  await simulation.run(200);
}

/** Nothing that must never be, everybody on one head, and what was accepted anchored for good with its proof. */
export function expectUnity(simulation: ChainSimulation): void {
  expect(simulation.witness.violations).toEqual([]);
  expectAgreement(simulation);
  expectProofs(simulation);
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

/** Fixed seeds, and one that is new in every run: the name of the test tells it. */
export const seeds = (...fixed: readonly string[]): string[] => [...fixed, randomUUID()];
