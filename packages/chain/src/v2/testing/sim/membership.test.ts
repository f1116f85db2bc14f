import { expect, it } from "vitest";
import { calmLinks } from "./links.ts";
import { propose, removing } from "./membership.ts";
import { createStage } from "./scenario.ts";

it("has another node send a change when one dies while it takes it in", () => {
  const { world } = createStage({ seed: "death", nodes: 3 });
  const [first, second] = world.nodes;
  if (first === undefined || second === undefined) throw new Error("there are three");
  world.run(60);
  world.links = { ...calmLinks, death: 1 };
  expect(propose(world, [removing(first)])).toBeUndefined();
  expect(world.nodes.map(({ isAlive }) => isAlive)).toEqual([false, false, false]);
});
