import { calmLinks } from "../links.ts";
import { figure, type Scenario } from "../scenario.ts";

/** Epochs of consensus parameters that this takes, and slots of a simulated epoch. */
const EPOCHS = 10;

export const away: Scenario = {
  ...{ name: "away", rule: "4.4", happens: "4 of 10 members away for 10 epochs", nodes: 10, least: 10 },
  run({ world, traffic, heal, proofs }) {
    const { epoch_slots, slot_duration } = world.network.genesis.parameters;
    traffic.begin(300);
    world.run(240);
    world.links = { ...calmLinks, isConnected: (from, to) => from >= 4 && to >= 4 };
    world.run(60);
    const before = world.witness.finalHeight;
    world.run(EPOCHS * epoch_slots * slot_duration);
    const meanwhile = world.witness.finalHeight - before;
    const built = (world.nodes[9]?.engine?.tree.head.height ?? 0) - before;
    traffic.end();
    const healed = heal();
    world.run(4 * slot_duration);
    return [
      figure("blocks that became final meanwhile", "0", meanwhile, meanwhile === 0),
      figure("blocks built meanwhile", "some", built, built > 0),
      figure("final again after the return, seconds", "within an hour", healed ?? "never", healed !== undefined),
      ...proofs(),
    ];
  },
};
