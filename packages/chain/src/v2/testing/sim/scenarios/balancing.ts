import type { Topic } from "../../../engine/network-port.ts";
import { figure, type Scenario } from "../scenario.ts";
import type { Script, ScriptTools } from "../world.ts";
import { createEquivocator } from "./equivocation.ts";

/** Signs two of everything, and lets each half of the honest see its votes for their own side first, and late. */
function createBalancer(): Script {
  const twins = createEquivocator();
  let parity = 0;
  return {
    say(topic, bytes, tools) {
      if (topic !== "votes") return twins.say(topic, bytes, tools);
      parity += 1;
      const half = parity % 2;
      const send = (to: number, about: Topic, said: Uint8Array) => {
        const isFirst = to % 2 === half;
        tools.after(isFirst ? 4_000 : 9_000, () => tools.send(to, about, said));
      };
      return twins.say(topic, bytes, { ...tools, send } satisfies ScriptTools);
    },
  };
}

export const balancing: Scenario = {
  name: "balancing",
  rule: "4.6",
  happens: "3 of 10 sign two blocks at each of their positions and release their votes to halves of the honest, late",
  nodes: 10,
  least: 10,
  run({ world, traffic, honest, heads, heal, proofs, intervalS }) {
    const liars = world.nodes.slice(0, 3);
    world.run(300);
    for (const node of liars) node.script = createBalancer();
    traffic.begin(30, world.nodes.slice(3));
    let [worst, split, splits] = [0, 0, 0];
    for (let second = 0; second < 1_800; second += 1) {
      world.run(1);
      split = heads() === 1 ? 0 : split + 1;
      splits += split > 0 ? 1 : 0;
      worst = Math.max(worst, split);
    }
    traffic.end();
    const suspended = 10 - (honest()[0]?.engine?.members.current.members.length ?? 10);
    const healed = heal();
    world.run(480);
    return [
      figure("seconds of half an hour in which honest heads differed", "some", splits, splits > 0),
      figure("the longest time of that, seconds", `at most ${2 * intervalS}: two positions`, worst, worst <= 2 * intervalS),
      figure("of the three, suspended in the end", "3", suspended, suspended === 3),
      figure("one head and final, seconds", "within an hour", healed ?? "never", healed !== undefined),
      ...proofs(),
    ];
  },
};
