import { calmLinks } from "../links.ts";
import { figure, type Scenario } from "../scenario.ts";

export const knownVotes: Scenario = {
  name: "known-votes",
  rule: "4.5",
  happens: "a node hears of no vote but those that blocks hold, over ten epoch boundaries",
  nodes: 4,
  run({ world, traffic, honest, heads, proofs, heal }) {
    traffic.begin(60);
    world.links = { ...calmLinks, isConnected: (_from, to, topic) => to !== 3 || topic !== "votes" };
    world.run(10 * 480);
    const rejected = [...world.witness.rejections.values()].reduce((sum, count) => sum + count, 0);
    const epoch = honest()[3]?.engine?.tree.final.epoch ?? 0;
    traffic.end();
    heal();
    world.run(480);
    return [
      figure("blocks or votes that a node refused", "0", rejected, rejected === 0),
      figure("its final epoch", "at least 9", epoch, epoch >= 9),
      figure("heads, and so state roots", "1", heads(), heads() === 1),
      ...proofs(),
    ];
  },
};
