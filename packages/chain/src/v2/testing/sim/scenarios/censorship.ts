import type { Topic } from "../../../engine/network-port.ts";
import { figure, type Scenario } from "../scenario.ts";
import type { SimNode, World } from "../world.ts";

const ROUNDS = 40;
/** Two of six are never first at more than two positions in a row; what comes just after a block waits for the third, and is told a second later. */
const MOST_SECONDS = 32;

export const censorship: Scenario = {
  name: "censorship",
  rule: "3.3, 6.7",
  happens: "2 of 6 members never put the transactions of one other member into a block of theirs, and pass none of them on",
  nodes: 6,
  least: 6,
  run({ world, traffic, until, heal, proofs }) {
    const [victim, ...rest] = world.nodes;
    if (victim === undefined) throw new Error("sim: there are six");
    const censors = rest.slice(-2);
    const isCensor = new Set(censors.map(({ index }) => index));
    const said = Buffer.from(`"sender":"${victim.keys.publicKey}"`);
    // What they do not know they cannot build with: of its transactions they see only those in blocks of others.
    const sent = world.deliver;
    let kept = 0;
    world.deliver = (from: number, to: number, topic: Topic, bytes: Uint8Array): void => {
      const isCensored = topic === "transactions" && isCensor.has(to) && Buffer.from(bytes).includes(said);
      if (isCensored) kept += 1;
      else sent(from, to, topic, bytes);
    };
    world.run(120);
    const waits: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      world.run(world.dice.between(1, 20));
      traffic.record(victim);
      const { id = "" } = traffic.anchors.at(-1) ?? {};
      waits.push(until(() => victim.engine?.placeOf(id) !== undefined, 600) ?? Number.POSITIVE_INFINITY);
    }
    const built = censors.map((censor) => blocksBy(censor, victim, world));
    world.deliver = sent;
    const healed = heal();
    world.run(240);
    const worst = Math.max(...waits);
    return [
      figure("transactions that they did not take", "some", kept, kept > 0),
      figure("blocks that each of them built", "some", built.join(" and "), Math.min(...built) > 0),
      figure("an anchor is in a block after, seconds", `at most ${MOST_SECONDS}`, worst, worst <= MOST_SECONDS),
      figure("final all the same, seconds", "within an hour", healed ?? "never", healed !== undefined),
      ...proofs(),
    ];
  },
};

/** Blocks of a node that another one has. */
const blocksBy = ({ keys }: SimNode, { disk }: SimNode, { prepare }: World): number =>
  [...disk.store.blocks()].filter((bytes) => {
    const prepared = prepare(bytes);
    return prepared.ok && prepared.value.block.header.producer === keys.publicKey;
  }).length;
