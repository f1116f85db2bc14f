import { type Figure, figure, type Scenario, type Stage } from "../scenario.ts";
import type { SimNode } from "../world.ts";

/** How old the backup is, in simulated seconds. */
const YESTERDAY_S = 86_400;

/** What a second process with the key of node 0 comes to, beside the one that runs. */
function figuresOf({ world, intervalS }: Stage, words: string, twin: SimNode): readonly Figure[] {
  const [first] = world.nodes;
  const before = twin.disk.signFile.read();
  world.start(twin);
  const from = world.witness.finalHeight;
  world.run(30 * intervalS);
  const halted = twin.engine?.halted;
  const isSilent = twin.disk.signFile.read() === before;
  return [
    figure(
      `${words}: the second says why it stopped`,
      "own_key_used_elsewhere",
      halted ?? "nothing",
      halted === "own_key_used_elsewhere",
    ),
    figure(`${words}: the second signed nothing`, "true", isSilent, isSilent),
    figure(`${words}: the first goes on`, "true", first?.engine?.halted === undefined, first?.engine?.halted === undefined),
    figure(`${words}: blocks became final meanwhile`, "some", world.witness.finalHeight - from, world.witness.finalHeight > from),
  ];
}

export const startedTwice: Scenario = {
  ...{
    name: "started-twice",
    rule: "4.9",
    happens: "one data folder started twice; a backup of yesterday started",
    nodes: 4,
    least: 4,
  },
  run(stage) {
    const { world } = stage;
    const [first] = world.nodes;
    if (first === undefined) return [];
    world.run(600);
    const yesterday = first.disk.signFile.read();
    const now = figuresOf(stage, "started twice", world.twinOf(first, yesterday));
    const other = stage.again({});
    const [same] = other.world.nodes;
    if (same === undefined) return now;
    other.world.run(600);
    const old = same.disk.signFile.read();
    other.world.run(YESTERDAY_S);
    return [...now, ...figuresOf(other, "yesterday's backup", other.world.twinOf(same, old))];
  },
};
