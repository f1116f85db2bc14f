import { createSeededRandom, createTestClock, type TestClock } from "@lucid/foundation/testing";
import { canonicalBytes, type Genesis } from "@lucid/proof";
import type { Chain } from "../chain.types.ts";
import type { ChainKeys, ChainTransport } from "../ports.types.ts";
import { createProcessLife, type ProcessLife } from "./crash.ts";
import { createDice, type Dice } from "./dice.ts";
import { type ChainFaults, noFaults } from "./faults.ts";
import { createTestKeys } from "./keys.ts";
import { createTestDisk, startTestChain, type TestDisk } from "./node.ts";
import { type ChainTraffic, createChainTraffic } from "./traffic.ts";
import { type ChainWitness, createChainWitness } from "./witness.ts";

export interface SimulatedNode {
  readonly index: number;
  readonly keys: ChainKeys;
  readonly disk: TestDisk;
  life: ProcessLife | undefined;
  chain: Chain | undefined;
}

export interface ChainSimulation {
  readonly clock: TestClock;
  readonly dice: Dice;
  readonly nodes: readonly SimulatedNode[];
  readonly witness: ChainWitness;
  readonly traffic: ChainTraffic;
  faults: ChainFaults;
  /** Goes on by so many simulated seconds; dead nodes come back by themselves after a while. */
  run(seconds: number): Promise<void>;
}

export interface SimulationOptions {
  readonly seed: string;
  readonly startMs: number;
  readonly genesis: Genesis;
  /** Names of the keys of the genesis producers, one node each. */
  readonly names: readonly string[];
}

/** A whole network in one process: real chains, with clock, disk and network from one seed. */
export function createChainSimulation({ seed, startMs, genesis, names }: SimulationOptions): ChainSimulation {
  const clock = createTestClock(startMs);
  const dice = createDice(createSeededRandom(seed));
  const witness = createChainWitness();
  const traffic = createChainTraffic(dice);
  const nodes: SimulatedNode[] = names.map((name, index) => ({
    index,
    keys: createTestKeys(name),
    disk: createTestDisk(),
    life: undefined,
    chain: undefined,
  }));

  /** Calls into a node; what its death interrupts is no error. */
  function whileAlive({ life, chain }: SimulatedNode, call: (chain: Chain) => void): void {
    if (life?.isOver !== false || chain === undefined) return;
    try {
      call(chain);
    } catch (error) {
      if (!life.isOver) throw error;
    }
  }

  function deliver(from: SimulatedNode, to: SimulatedNode, message: (chain: Chain) => void): void {
    const { faults } = simulation;
    if (!faults.isConnected(from.index, to.index) || dice.chance(faults.loss)) return;
    const copies = dice.chance(faults.duplication) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1)
      clock.after(dice.between(faults.minDelayMs, faults.maxDelayMs), () => {
        whileAlive(to, message);
      });
  }

  function transportOf(node: SimulatedNode, life: ProcessLife): ChainTransport {
    function toAll(message: (chain: Chain) => void): void {
      for (const other of nodes) if (other !== node) deliver(node, other, message);
    }
    return {
      sendBlock(block) {
        life.touch();
        witness.sawBlock(block);
        toAll((chain) => chain.network.receiveBlock(canonicalBytes(block)));
      },
      sendAttestation(signed) {
        life.touch();
        witness.sawAttestation(signed);
        toAll((chain) => chain.network.receiveAttestation(signed));
      },
      sendTransaction(signed) {
        life.touch();
        toAll((chain) => void chain.submit.signed(signed));
      },
      requestBlock(hash) {
        life.touch();
        for (const asked of nodes.filter((other) => other !== node))
          deliver(node, asked, (chain) => {
            const block = chain.read.blockOf(hash);
            if (block !== undefined) deliver(asked, node, (asking) => asking.network.receiveBlock(canonicalBytes(block)));
          });
      },
    };
  }

  async function boot(node: SimulatedNode): Promise<void> {
    const life = createProcessLife(node.disk, clock, () => dice.chance(simulation.faults.death));
    node.life = life;
    try {
      const chain = await startTestChain(
        { clock: life.clock, keys: node.keys, disk: { ...node.disk, ...life.disk }, transport: transportOf(node, life) },
        { genesis },
      );
      node.chain = chain;
      chain.read.onFinal(({ from_height, to_height }) => {
        for (let height = from_height; height <= to_height; height += 1) {
          const block = chain.read.blockAt(height);
          if (block !== undefined) witness.sawFinal(node.index, height, block.hash);
        }
      });
    } catch (error) {
      if (!life.isOver) throw error;
    }
  }

  /** Dead nodes stay away for one to twenty seconds. */
  async function reviveSome(): Promise<void> {
    for (const node of nodes) if (node.life?.isOver !== false && dice.chance(0.1)) await boot(node);
  }

  function sendTraffic(): void {
    for (const node of nodes) if (dice.chance(simulation.faults.traffic)) whileAlive(node, traffic.send);
  }

  const simulation: ChainSimulation = {
    clock,
    dice,
    nodes,
    witness,
    traffic,
    faults: noFaults,
    async run(seconds) {
      const end = clock.now() + seconds * 1000;
      if (nodes.every((node) => node.life === undefined)) for (const node of nodes) await boot(node);
      while (clock.now() < end) {
        clock.advance(Math.min(500, end - clock.now()));
        sendTraffic();
        await reviveSome();
      }
    },
  };
  return simulation;
}
