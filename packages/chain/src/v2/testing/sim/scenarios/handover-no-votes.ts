import { calmLinks } from "../links.ts";
import { adding, hasChanged, propose } from "../membership.ts";
import { figure, type Scenario } from "../scenario.ts";

export const handoverNoVotes: Scenario = {
  name: "handover-no-votes",
  rule: "2.5, 6.2",
  happens: "the leaders of a whole slot leave out every vote but their own during a handover; one node hears them all",
  nodes: 7,
  least: 4,
  run({ world, traffic, honest, heads, until, proofs }) {
    const { slot_duration } = world.network.genesis.parameters;
    const newcomer = world.join("newcomer");
    world.start(newcomer);
    traffic.begin(20, world.nodes.slice(0, -1));
    world.run(2 * slot_duration - 1);
    const problem = propose(world, [adding(world, newcomer)]);
    const isSaid = (topic: string): boolean => topic !== "votes" && topic !== "certificates";
    world.links = { ...calmLinks, isConnected: (_from, to, topic) => to === 0 || isSaid(topic) };
    world.run(slot_duration);
    const known = world.nodes[0]?.engine?.tree.final.height ?? 0;
    const early = honest().filter((node) => hasChanged([node], 1)).length;
    world.links = calmLinks;
    const over = until(() => hasChanged(honest(), 1), 4 * slot_duration);
    traffic.end();
    world.run(2 * slot_duration);
    return [
      figure("the change", "taken", problem ?? "taken", problem === undefined),
      figure("height that is final for the one that heard all votes", "some", known, known > 0),
      figure("nodes for which the handover was over in that slot", "0", early, early === 0),
      figure(
        "handover over after that slot, seconds",
        `at most ${slot_duration}`,
        over ?? "never",
        (over ?? 9e9) <= slot_duration,
      ),
      figure("heads, and so state roots", "1", heads(), heads() === 1),
      ...proofs(),
    ];
  },
};
