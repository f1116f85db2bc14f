import { calmLinks } from "../links.ts";
import { type Figure, figure, type Scenario, type Stage } from "../scenario.ts";

/** The peers of node 0 are the last two of ten, who keep to themselves what others say. */
function eclipsed({ world, traffic, until }: Stage, words: string, everySeconds: number | undefined): readonly Figure[] {
  const [victim] = world.nodes;
  const isAttacker = (index: number): boolean => index >= world.nodes.length - 2;
  if (everySeconds !== undefined) traffic.begin(everySeconds);
  world.run(600);
  for (const node of world.nodes)
    if (isAttacker(node.index))
      node.script = { passesOn: false, say: (topic, bytes, { others, send }) => others.forEach((to) => send(to, topic, bytes)) };
  world.links = { ...calmLinks, isConnected: (from, to) => (from !== 0 && to !== 0) || isAttacker(from) || isAttacker(to) };
  const staleAfter = until(() => victim?.engine?.isStale === true, 600);
  let fresh = 0;
  for (let look = 0; look < 240; look += 1) {
    world.run(5);
    if (victim?.engine?.isStale !== true) fresh += 1;
  }
  return [
    figure(`${words}: stale after, seconds`, "at most 60", staleAfter ?? "never", staleAfter !== undefined && staleAfter <= 60),
    figure(`${words}: looks after that, one in 5 s, at which it would say final`, "0", fresh, fresh === 0),
  ];
}

export const eclipse: Scenario = {
  name: "eclipse",
  rule: "4.10",
  happens: "all peers of a node belong to members with a fifth of the weight, on a busy and on a quiet chain",
  nodes: 10,
  least: 10,
  run: (stage) => [...eclipsed(stage, "quiet", undefined), ...eclipsed(stage.again({}), "busy", 60)],
};
