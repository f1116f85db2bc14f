import { createHash } from "node:crypto";
import { createSeededRandom } from "@lucid/foundation/testing";
import { type Attestation, DOMAIN, hashObject, v2 } from "@lucid/proof";
import type { ChainKeys } from "../../../ports.types.ts";
import { createSignState, type SignStateFile } from "../../../signing/sign-state.ts";
import type { CheckSignature } from "../../../signing/signature-checker.ts";
import { createDice, type Dice } from "../../../testing/dice.ts";
import { createTestKeys } from "../../../testing/keys.ts";
import type { Prepared, PreparedBlock } from "../../blocks/prepare-block.ts";
import { nothingUnderWay } from "../../engine/blocks-under-way.ts";
import { createEngine, type NetworkEngine } from "../../engine/create-engine.ts";
import { signDomains } from "../../engine/duties.ts";
import type { Topic } from "../../engine/network-port.ts";
import { mainParameters } from "../../network-genesis.ts";
import { createMemoryStore } from "../../store/memory-store.ts";
import type { NetworkStore } from "../../store/store.types.ts";
import { createEventQueue, createMachineClock, type EventQueue, type MachineClock } from "./event-queue.ts";
import { calmLinks, type Links } from "./links.ts";
import { createSharedChecks } from "./shared-checks.ts";
import { createWire } from "./wire.ts";
import { createNetworkWitness, type NetworkWitness } from "./witness.ts";

/** How a node that is not honest treats what its engine says. */
export interface Script {
  /** Takes the place of the broadcast: what goes to whom. */
  say(topic: Topic, bytes: Uint8Array, tools: ScriptTools): void;
  /** Whether it passes on what others say. */
  readonly passesOn?: boolean;
}

export interface ScriptTools {
  readonly keys: ChainKeys;
  readonly network: v2.Network;
  readonly others: readonly number[];
  after(delayMs: number, work: () => void): void;
  /** Sends to one node, at once. */
  send(to: number, topic: Topic, bytes: Uint8Array): void;
}

export interface SimNode {
  readonly index: number;
  readonly keys: ChainKeys;
  readonly clock: MachineClock;
  readonly disk: { readonly store: NetworkStore; readonly signFile: SignStateFile };
  script: Script | undefined;
  /** Whether it comes back after a death; false for one that is away for good. */
  comesBack: boolean;
  engine: NetworkEngine | undefined;
  isAlive: boolean;
  hasStarted: boolean;
  /**
   * Milliseconds of its one processor for what comes to it, by its kind and size: one thing after the other, in the order in which they
   * came. Its clock and its own turns wait for none. Undefined where everything is done at once.
   */
  processor: ((what: Topic | "blocks by range", bytes: number) => number) | undefined;
  /** Simulated time until which it is busy with what has come so far. */
  busyUntilMs: number;
}

export interface World {
  readonly seed: string;
  readonly network: v2.Network;
  readonly dice: Dice;
  readonly nodes: readonly SimNode[];
  readonly witness: NetworkWitness;
  readonly queue: EventQueue;
  readonly checkSignature: CheckSignature;
  readonly prepare: (bytes: Uint8Array) => Prepared<PreparedBlock>;
  links: Links;
  /** Goes on by so many simulated seconds; nodes that died come back by themselves after 1 to 20. */
  run(seconds: number): void;
  start(node: SimNode): void;
  kill(node: SimNode): void;
  /** A machine with a key that no genesis knows, called `name`; it is not started. */
  join(name: string): SimNode;
  /** A second machine with the same key, on a copy of the sign-state as it was when `signText` was read; it is not started. */
  twinOf(node: SimNode, signText: string | undefined): SimNode;
  deliver(from: number, to: number, topic: Topic, bytes: Uint8Array): void;
  /** SHA-256 over everything that was signed, became final, died or was refused so far. */
  digest(): string;
}

export interface WorldOptions {
  readonly seed: string;
  readonly nodes: number;
  readonly weights?: readonly number[];
  readonly parameters?: Partial<v2.Parameters>;
}

const START_MS = Date.UTC(2026, 0, 1);

class SimulatedDeath extends Error {}

/** A whole network in one process: real engines, each with its own clock, disk and links, all of it from one seed. */
export function createWorld({ seed, nodes: count, weights = [], parameters }: WorldOptions): World {
  const dice = createDice(createSeededRandom(seed));
  const queue = createEventQueue();
  const log = createHash("sha256");
  const keys = Array.from({ length: count }, (_, index) => createTestKeys(`member ${index}`));
  const members = keys
    .map(({ publicKey }, index) => ({ entity: publicKey, public_key: publicKey, weight: weights[index] ?? 1 }))
    .toSorted((left, right) => (left.entity < right.entity ? -1 : 1));
  const opened = v2.openNetwork({
    ...{ format: "lucid-genesis", version: 2, network: "simulation", genesis_time: START_MS / 1_000, previous: null },
    ...{ parameters: { ...mainParameters, ...parameters }, members },
  });
  if (!opened.ok) throw new Error(`sim: ${opened.failure.reason} ${opened.failure.detail}`);
  const network = opened.value;
  const checks = createSharedChecks(network);
  const witness = createNetworkWitness(network, checks.checkSignature);
  const nodes = keys.map((own, index) => createNode(index, own));
  const wire = createWire({
    ...{ queue, dice, ends: nodes, enter: whileAlive, idOf: checks.idOf },
    links: () => world.links,
    takeIn,
    keyOf: (node) => node.keys.publicKey,
    passesOn: ({ script }) => script?.passesOn !== false,
    deliver: (from, to, topic, bytes) => world.deliver(from, to, topic, bytes),
    onReject(node, from, topic, reason) {
      note("rejected", node.index, from, topic, reason);
      witness.sawRejection(node.index, from, reason);
    },
  });

  function note(...words: readonly (string | number)[]): void {
    log.update(`${queue.nowMs} ${words.join(" ")}\n`);
  }

  function added(own: ChainKeys, signText?: string): SimNode {
    const node = createNode(nodes.length, own, signText);
    nodes.push(node);
    return node;
  }

  function createNode(index: number, own: ChainKeys, signText?: string): SimNode {
    let text = signText;
    const signFile: SignStateFile = { read: () => text, write: (next) => void (text = next) };
    const disk = { store: createMemoryStore(), signFile };
    const clock = createMachineClock(queue, START_MS);
    return {
      index,
      keys: own,
      clock,
      disk,
      script: undefined,
      comesBack: true,
      engine: undefined,
      isAlive: false,
      hasStarted: false,
      processor: undefined,
      busyUntilMs: 0,
    };
  }

  /** Keys whose every signature over a block or a vote the witness sees, sent or not. */
  const watched = (node: SimNode): ChainKeys => ({
    publicKey: node.keys.publicKey,
    sign(domain, value) {
      if (node.script === undefined && domain === DOMAIN.attestationV2) witness.sawVote(value as Attestation);
      if (node.script === undefined && domain === DOMAIN.blockV2) witness.sawBlock(value as v2.Header);
      if (domain !== DOMAIN.statusV2) note("signed", node.index, domain, hashObject(value));
      return node.keys.sign(domain, value);
    },
  });

  /** Calls into a node; what its death interrupts is no error. */
  function whileAlive(node: SimNode, work: (engine: NetworkEngine) => void): void {
    if (!node.isAlive || node.engine === undefined) return;
    try {
      work(node.engine);
    } catch (error) {
      if (!(error instanceof SimulatedDeath)) throw error;
    }
  }

  function takeIn(node: SimNode, what: Topic | "blocks by range", bytes: number, work: (engine: NetworkEngine) => void): void {
    if (node.processor === undefined || !node.isAlive) return whileAlive(node, work);
    node.busyUntilMs = Math.max(node.busyUntilMs, queue.nowMs) + node.processor(what, bytes);
    const life = lives.get(node);
    queue.after(node.busyUntilMs - queue.nowMs, () => {
      if (lives.get(node) === life) whileAlive(node, work);
    });
  }

  function die(node: SimNode): void {
    note("died", node.index);
    node.isAlive = false;
    node.busyUntilMs = 0;
    node.engine?.stop();
    node.engine = undefined;
    if (node.comesBack) queue.after(dice.between(1_000, 20_000), () => start(node));
  }

  /** Passes a point at which the process may die. */
  function touch(node: SimNode, life: object): void {
    if (lives.get(node) !== life || !node.isAlive) throw new SimulatedDeath();
    if (!dice.chance(world.links.death)) return;
    die(node);
    throw new SimulatedDeath();
  }
  const lives = new Map<SimNode, object>();

  function start(node: SimNode): void {
    const life = {};
    lives.set(node, life);
    node.isAlive = true;
    node.hasStarted = true;
    const { store, signFile } = node.disk;
    const around = <Result>(write: () => Result): Result => {
      touch(node, life);
      const result = write();
      touch(node, life);
      return result;
    };
    const guarded: NetworkStore = { ...store, commit: (commit) => around(() => store.commit(commit)) };
    const file: SignStateFile = { read: signFile.read, write: (text) => around(() => signFile.write(text)) };
    const clock = {
      now: node.clock.now,
      elapsed: node.clock.elapsed,
      after: (delayMs: number, work: () => void) =>
        node.clock.after(delayMs, () => {
          if (lives.get(node) === life) whileAlive(node, work);
        }),
    };
    const others = nodes.flatMap(({ index }) => (index === node.index ? [] : [index]));
    const send = (to: number, topic: Topic, bytes: Uint8Array) => world.deliver(node.index, to, topic, bytes);
    const port = wire.portOf(node, {
      touch: () => touch(node, life),
      says(topic, bytes) {
        node.script?.say(topic, bytes, { keys: node.keys, network, others, send, after: queue.after });
        return node.script !== undefined;
      },
    });
    try {
      const own = watched(node);
      const engine = createEngine({
        ...{ network, clock, keys: own, store: guarded, port },
        signState: (known) => createSignState(file, own, network.hash, known, signDomains),
        ...{ checkSignature: checks.checkSignature, prepare: checks.prepare, decode: checks.decode, underWay: nothingUnderWay },
        onUpdate({ finalized }) {
          for (const { height, hash } of finalized) {
            if (node.script === undefined) witness.sawFinal(node.index, height, hash);
            note("final", node.index, height, hash);
          }
          const certificate = finalized.length > 0 ? store.lastCertificate() : undefined;
          if (certificate !== undefined && node.script === undefined) witness.sawCertificate(certificate);
        },
      });
      node.engine = engine;
      engine.start();
    } catch (error) {
      if (!(error instanceof SimulatedDeath)) throw error;
    }
  }

  const world: World = {
    ...{ seed, network, dice, nodes, witness, queue, start, checkSignature: checks.checkSignature, prepare: checks.prepare },
    links: calmLinks,
    run: (seconds) => queue.run(seconds * 1_000),
    kill: die,
    join: (name) => added(createTestKeys(name)),
    twinOf: (node, signText) => added(node.keys, signText),
    deliver: wire.send,
    digest: () => log.copy().digest("hex"),
  };
  return world;
}
