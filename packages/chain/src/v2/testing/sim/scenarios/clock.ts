import { type Figure, figure, type Scenario, type Stage } from "../scenario.ts";

/** Two of seven clocks are wrong by so much; the others are within two seconds of the true time. */
function skewed({ world, traffic, honest, until }: Stage, words: string, wrongMs: readonly number[]): readonly Figure[] {
  for (const node of world.nodes) node.clock.offsetMs = world.dice.between(-900, 900);
  world.run(600);
  const wrong = wrongMs.flatMap((offsetMs, index) => {
    const node = world.nodes[index];
    if (node === undefined) return [];
    node.clock.offsetMs = offsetMs;
    return [node];
  });
  world.run(60);
  const signed = wrong.map(({ disk }) => disk.signFile.read());
  const before = world.witness.finalHeight;
  traffic.begin(120);
  world.run(1_200);
  traffic.end();
  const isSilent = wrong.every(({ disk }, index) => disk.signFile.read() === signed[index]);
  const gained = world.witness.finalHeight - before;
  for (const node of wrong) node.clock.offsetMs = 0;
  const back = until(() => wrong.every(({ disk }, index) => disk.signFile.read() !== signed[index]), 600);
  return [
    figure(`${words}: the wrong clocks signed nothing`, "true", isSilent, isSilent),
    figure(`${words}: blocks became final without them`, "some", gained, gained > 5),
    figure(`${words}: they sign again once right, seconds`, "at most 240", back ?? "never", back !== undefined && back <= 240),
    figure(
      `${words}: honest nodes that stopped`,
      "0",
      honest().filter(({ engine }) => engine?.halted !== undefined).length,
      honest().every(({ engine }) => engine?.halted === undefined),
    ),
  ];
}

export const clock: Scenario = {
  ...{ name: "clock", rule: "5.3, 5.4", happens: "2 of 7 clocks an hour off, the others within 2 s", nodes: 7, least: 7 },
  run: (stage) => [
    ...skewed(stage, "an hour ahead and behind", [3_600_000, -3_600_000]),
    ...skewed(stage.again({}), "five seconds ahead", [5_000, 5_000]),
  ],
};
