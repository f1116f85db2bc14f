import { adding, hasChanged, propose } from "../membership.ts";
import { figure, type Scenario } from "../scenario.ts";

export const newcomers: Scenario = {
  name: "newcomers",
  rule: "2.4",
  happens: "a change that would give newcomers a third of the weight, and one with a unit less, with no newcomer online",
  nodes: 4,
  run({ again }) {
    const { world, traffic, until, proofs } = again({ nodes: 4, weights: [3, 3, 3, 3] });
    traffic.begin(60);
    world.run(180);
    const newcomer = world.join("newcomer");
    const members = world.nodes.slice(0, 4);
    const third = propose(world, [adding(world, newcomer, 6)]);
    const less = propose(world, [adding(world, newcomer, 5)]);
    const changed = until(() => hasChanged(members, 1), 600);
    const height = world.witness.finalHeight;
    world.run(600);
    const meanwhile = world.witness.finalHeight - height;
    traffic.end();
    world.run(240);
    return [
      figure("6 of 18 for newcomers", "too_many_newcomers", third ?? "taken", third === "too_many_newcomers"),
      figure("5 of 17 for newcomers", "taken", less ?? "taken", less === undefined),
      figure("handover over after, seconds", "within 120", changed ?? "never", changed !== undefined && changed <= 120),
      figure("blocks that became final in 10 minutes without the newcomer", "some", meanwhile, meanwhile > 0),
      ...proofs(),
    ];
  },
};
