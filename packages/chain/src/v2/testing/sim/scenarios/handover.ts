import { calmLinks } from "../links.ts";
import { adding, hasChanged, propose, removing } from "../membership.ts";
import { type Figure, figure, roughLinks, type Scenario, type Stage } from "../scenario.ts";

/** Replaces members by as many newcomers, so many in each change, under loss and deaths, with a cut in the first one. */
function replace(stage: Stage, words: string, changes: readonly number[]): readonly Figure[] {
  const { world, traffic, intervalS, honest, until, heads, proofs } = stage;
  const members = [...world.nodes];
  const leaving = members.slice(
    0,
    changes.reduce((sum, count) => sum + count, 0),
  );
  const staying = members.slice(leaving.length);
  // Who is taken out of the list can send nothing any more, so sessions are recorded by those who stay.
  traffic.begin(20, staying);
  world.run(120);
  let version = 0;
  let first = 0;
  const refused: string[] = [];
  for (const count of changes) {
    const gone = leaving.slice(first, first + count);
    const come = gone.map((_, index) => world.join(`newcomer ${first + index}`));
    for (const node of come) world.start(node);
    world.run(60);
    world.links = { ...roughLinks, isConnected: calmLinks.isConnected };
    version += 1;
    const due = version;
    const problem = propose(world, [...gone.map(removing), ...come.map((node) => adding(world, node))]);
    if (problem !== undefined) refused.push(problem);
    if (first === 0) {
      world.run(3);
      world.links = { ...world.links, isConnected: (from, to) => from % 2 === to % 2 };
      world.run(90);
      world.links = { ...world.links, isConnected: calmLinks.isConnected };
    }
    const isOver = until(
      () =>
        hasChanged(
          world.nodes.filter(({ isAlive }) => isAlive),
          due,
        ),
      3_600,
    );
    if (isOver === undefined) refused.push(`version ${due} never came`);
    first += count;
  }
  world.links = calmLinks;
  const isUp = until(() => honest().every(({ isAlive }) => isAlive), 60);
  // Who was dead listens before it signs. A quiet chain would wait for its next slot.
  traffic.end();
  traffic.begin(20, world.nodes.slice(leaving.length));
  world.run(4 * intervalS);
  const before = world.witness.finalHeight;
  const isUnited = () => heads() === 1 && honest().every(({ engine }) => (engine?.tree.final.height ?? 0) > before);
  const healed = until(isUnited, 3_600);
  traffic.end();
  world.run(240);
  return [
    figure(`${words}: changes that were refused or never came`, "none", refused.join(", ") || "none", refused.length === 0),
    figure(
      `${words}: final again, one head, once all are up, seconds`,
      `at most ${4 * intervalS}`,
      healed ?? "never",
      isUp !== undefined && healed !== undefined && healed <= 4 * intervalS,
    ),
    ...proofs().map((one) => ({ ...one, what: `${words}: ${one.what}` })),
  ];
}

export const handover: Scenario = {
  name: "handover",
  rule: "2.5-2.8",
  happens: "2 of 4, 3 of 7 and all of 4 members replaced, under 15 % loss and deaths, cut in two as the first change begins",
  nodes: 4,
  run: ({ again }) => [
    ...replace(again({ nodes: 4 }), "2 of 4", [1, 1]),
    ...replace(again({ nodes: 7 }), "3 of 7", [2, 1]),
    ...replace(again({ nodes: 4 }), "all of 4", [1, 1, 1, 1]),
  ],
};
