import { canonicalJson, hashObject, v2 } from "@lucid/proof";
import type { Links } from "./links.ts";
import { calmLinks } from "./links.ts";
import { createTraffic, type Traffic } from "./traffic.ts";
import { createWorld, type SimNode, type World, type WorldOptions } from "./world.ts";

/** What was measured, and the mark that it must keep. */
export interface Figure {
  readonly what: string;
  readonly mark: string;
  readonly got: string;
  readonly holds: boolean;
}

export const figure = (what: string, mark: string, got: string | number | boolean, holds: boolean): Figure => ({
  ...{ what, mark, got: String(got), holds },
});

/** A row of the list of attacks that is run in simulated networks. */
export interface Scenario {
  readonly name: string;
  /** Section of the protocol that it tries. */
  readonly rule: string;
  readonly happens: string;
  /** Members, where nobody asks for another number. */
  readonly nodes: number;
  /** Fewest members for which the marks mean something. */
  readonly least?: number;
  /** At once where time is simulated. */
  run(stage: Stage): readonly Figure[] | Promise<readonly Figure[]>;
}

/** What a scenario plays with: a world that was started, its traffic, and the looks at it that several scenarios need. */
export interface Stage {
  readonly world: World;
  readonly traffic: Traffic;
  readonly intervalS: number;
  /** This world and the ones that `again` made. */
  readonly worlds: readonly World[];
  /** SHA-256 over the event logs of all of them. */
  digest(): string;
  /** The nodes of a world with other weights, parameters or number in place of the one that was made. */
  again(options: Partial<WorldOptions>): Stage;
  honest(): readonly SimNode[];
  heads(): number;
  /** Runs until a state is reached; the simulated seconds that took, or undefined after `mostS`. */
  until(isThere: () => boolean, mostS: number): number | undefined;
  /** Nobody is cut off, nothing is lost, everybody is alive: until all have one head and a new final block. */
  heal(mostS?: number): number | undefined;
  knownLists(): v2.KnownLists;
  /** Every accepted anchor is final everywhere, with evidence that the verifier accepts. */
  proofs(): readonly Figure[];
}

/** Faults of a rough day. */
export const roughLinks: Links = { ...calmLinks, maxDelayMs: 3_000, loss: 0.15, duplication: 0.1, death: 0.0005 };

export function createStage(options: WorldOptions, worlds: World[] = []): Stage {
  // Short epochs, so that their boundaries occur in every run.
  const world = createWorld({ ...options, parameters: { epoch_slots: 4, ...options.parameters } });
  worlds.push(world);
  const traffic = createTraffic(world);
  const intervalS = world.network.genesis.parameters.block_interval;
  for (const node of world.nodes) world.start(node);

  const honest = (): readonly SimNode[] => world.nodes.filter(({ script, hasStarted }) => script === undefined && hasStarted);
  const heads = (): number => new Set(honest().map(({ engine }) => engine?.tree.head.hash)).size;

  function until(isThere: () => boolean, mostS: number): number | undefined {
    const from = world.queue.nowMs;
    while (!isThere()) {
      if (world.queue.nowMs - from >= mostS * 1_000) return undefined;
      world.run(1);
    }
    return (world.queue.nowMs - from) / 1_000;
  }

  function isUnited(aboveHeight: number): boolean {
    const isUp = honest().every(({ engine }) => (engine?.tree.final.height ?? 0) > aboveHeight);
    return isUp && heads() === 1;
  }

  /** What a verifier with nothing but the genesis learns from the handover certificates of an honest node. */
  function knownLists(): v2.KnownLists {
    const handovers = honest()[0]?.engine?.handovers() ?? [];
    const known = v2.followHandovers(
      v2.genesisRoot(world.network),
      handovers.map((one) => v2.Certificate.parse(one)),
      world.network,
      world.checkSignature,
    );
    if (!known.ok) throw new Error(`sim: the handovers are refused: ${known.failure.reason} ${known.failure.detail}`);
    return known.value;
  }

  function proofs(): readonly Figure[] {
    let proven = 0;
    let largest = 0;
    const known = knownLists();
    for (const { id, sender, anchor } of traffic.anchors) {
      const found = honest().map(({ engine }) => engine?.evidence(id));
      const [first] = found;
      if (first === undefined || found.includes(undefined)) continue;
      largest = Math.max(largest, canonicalJson(first).length);
      const verified = v2.checkEvidence(v2.Evidence.parse(first), world.network, world.checkSignature, known);
      if (verified.ok && verified.value.sender === sender && canonicalJson(verified.value.item) === canonicalJson(anchor))
        proven += 1;
    }
    const { length } = traffic.anchors;
    // A certificate has the lists and the votes of all members.
    const lists = [world.network.members, ...honest().flatMap(({ engine }) => engine?.members ?? [])];
    const most = Math.max(8_192, ...lists.map(({ current }) => 2_048 * current.members.length));
    return [
      figure(
        "accepted anchors that are final on every node and proven to the verifier",
        `all ${length}`,
        proven,
        proven === length,
      ),
      figure("largest evidence, bytes", `at most ${most}`, largest, largest <= most),
    ];
  }

  return {
    world,
    traffic,
    intervalS,
    again: (changes) =>
      createStage({ ...options, ...changes, parameters: { ...options.parameters, ...changes.parameters } }, worlds),
    worlds,
    digest: () => hashObject(worlds.map((one) => one.digest())),
    honest,
    heads,
    until,
    heal(mostS = 3_600) {
      world.links = calmLinks;
      const before = world.witness.finalHeight;
      return until(() => isUnited(before), mostS);
    },
    knownLists,
    proofs,
  };
}
