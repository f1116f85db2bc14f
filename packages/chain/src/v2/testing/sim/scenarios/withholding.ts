import { figure, type Scenario } from "../scenario.ts";

export const withholding: Scenario = {
  ...{ name: "withholding", rule: "3.3, 6.7", happens: "2 of 7 leaders show their blocks to nobody", nodes: 7, least: 7 },
  run({ world, traffic, honest, heal, proofs, intervalS }) {
    for (const node of world.nodes.slice(0, 2))
      node.script = {
        say: (topic, bytes, { others, send }) =>
          topic === "blocks" ? undefined : others.forEach((to) => send(to, topic, bytes)),
      };
    world.run(300);
    const waits: number[] = [];
    for (let round = 0; round < 40; round += 1) {
      const sender = honest()[round % honest().length];
      if (sender === undefined) continue;
      traffic.record(sender);
      const height = sender.engine?.tree.head.height ?? 0;
      const sent = traffic.anchors.at(-1);
      world.run(world.dice.between(5, 4 * intervalS));
      const found = sender.engine?.placeOf(sent?.id ?? "");
      if (found !== undefined) waits.push(found.height - height);
    }
    const healed = heal();
    world.run(480);
    const worst = Math.max(...waits);
    return [
      figure("an anchor is in a block after, blocks", "at most 3", worst, worst <= 3),
      figure("final all the same, seconds", "within an hour", healed ?? "never", healed !== undefined),
      ...proofs(),
    ];
  },
};
