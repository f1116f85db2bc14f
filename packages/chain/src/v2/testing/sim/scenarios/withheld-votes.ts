import { figure, type Scenario } from "../scenario.ts";
import type { Script } from "../world.ts";

/** Holds its votes back and shows them to three honest nodes four seconds later. */
const lateVoter: Script = {
  say(topic, bytes, { others, send, after }) {
    if (topic !== "votes") for (const to of others) send(to, topic, bytes);
    else after(4_000, () => [7, 8, 9].forEach((to) => send(to, topic, bytes)));
  },
};

export const withheldVotes: Scenario = {
  name: "withheld-votes",
  rule: "4.3",
  happens: "10 members, 3 hold their votes back and show them late, to 3 of the honest",
  nodes: 10,
  least: 10,
  run({ world, traffic, honest, proofs, heal }) {
    for (const node of world.nodes.slice(0, 3)) node.script = lateVoter;
    traffic.begin(40);
    world.run(600);
    let worst = 0;
    for (let look = 0; look < 300; look += 1) {
      world.run(10);
      for (const { engine } of honest())
        if (engine !== undefined) worst = Math.max(worst, engine.tree.head.height - engine.tree.final.height);
    }
    traffic.end();
    heal();
    world.run(480);
    return [figure("final block behind the head, heights", "at most 3", worst, worst <= 3), ...proofs()];
  },
};
