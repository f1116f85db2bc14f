import { figure, type Scenario } from "../scenario.ts";

export const night: Scenario = {
  ...{ name: "night", rule: "9.1", happens: "a Pi of weight 3 and a laptop of weight 1 that is away at night", nodes: 2 },
  run(stage) {
    const { world, traffic, proofs, heal } = stage.again({ nodes: 2, weights: [3, 1] });
    const [pi, laptop] = world.nodes;
    if (pi === undefined || laptop === undefined) return [];
    world.run(600);
    laptop.comesBack = false;
    world.kill(laptop);
    const before = world.witness.finalHeight;
    for (let hour = 0; hour < 8; hour += 1) {
      traffic.record(pi);
      world.run(3_600);
    }
    const gained = world.witness.finalHeight - before;
    const behind = (pi.engine?.tree.head.height ?? 0) - (pi.engine?.tree.final.height ?? 0);
    world.start(laptop);
    const healed = heal();
    world.run(480);
    return [
      figure("blocks that became final in 8 hours", "at least 238 of 240 slots", gained, gained >= 238),
      figure("heights that the final block is behind at dawn", "at most 3", behind, behind <= 3),
      figure("together again, seconds", "within an hour", healed ?? "never", healed !== undefined),
      ...proofs(),
    ];
  },
};
