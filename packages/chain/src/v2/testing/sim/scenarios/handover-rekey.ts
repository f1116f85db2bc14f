import { hasChanged, propose, rekeying } from "../membership.ts";
import { figure, type Scenario } from "../scenario.ts";

export const handoverRekey: Scenario = {
  name: "handover-rekey",
  rule: "2.6",
  happens: "all members change their keys in one change while blocks are built",
  nodes: 4,
  least: 2,
  run({ world, traffic, intervalS, heads, until, proofs }) {
    const members = [...world.nodes];
    traffic.begin(30);
    world.run(300);
    traffic.end();
    const renewed = members.map(({ index }) => world.join(`new key ${index}`));
    for (const node of renewed) world.start(node);
    world.run(60);
    const operations = members.flatMap(({ keys }, index) => {
      const node = renewed[index];
      return node === undefined ? [] : [rekeying(world, keys.publicKey, node)];
    });
    const problem = propose(world, operations);
    const over = until(() => hasChanged(world.nodes, 1), 600);
    traffic.begin(30, renewed);
    const height = world.witness.finalHeight;
    const final = until(() => world.witness.finalHeight > height, 600);
    world.run(300);
    traffic.end();
    world.run(240);
    return [
      figure("the change of all keys", "taken", problem ?? "taken", problem === undefined),
      figure("handover over after, seconds", `at most ${12 * intervalS}`, over ?? "never", (over ?? 9e9) <= 12 * intervalS),
      figure("final with the new keys, seconds", `at most ${4 * intervalS}`, final ?? "never", (final ?? 9e9) <= 4 * intervalS),
      figure("heads", "1", heads(), heads() === 1),
      ...proofs(),
    ];
  },
};
