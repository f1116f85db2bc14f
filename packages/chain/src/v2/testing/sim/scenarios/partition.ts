import { calmLinks } from "../links.ts";
import { figure, type Scenario } from "../scenario.ts";

export const partition: Scenario = {
  ...{ name: "partition", rule: "4", happens: "half and half for 10 minutes, then healed", nodes: 6 },
  run({ world, traffic, intervalS, heads, until, heal, proofs }) {
    traffic.begin(60);
    world.run(300);
    const half = world.nodes.length / 2;
    world.links = { ...calmLinks, isConnected: (from, to) => from < half === to < half };
    world.run(60);
    const before = world.witness.finalHeight;
    world.run(540);
    const meanwhile = world.witness.finalHeight - before;
    world.links = calmLinks;
    const united = until(() => heads() === 1, 600);
    traffic.end();
    heal();
    world.run(4 * 120);
    const mark = 3 * intervalS;
    return [
      figure("blocks that became final with half the weight", "0", meanwhile, meanwhile === 0),
      figure("one head after healing, seconds", `at most ${mark}`, united ?? "never", united !== undefined && united <= mark),
      ...proofs(),
    ];
  },
};
