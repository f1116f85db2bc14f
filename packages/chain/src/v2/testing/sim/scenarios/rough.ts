import { figure, roughLinks, type Scenario } from "../scenario.ts";

export const rough: Scenario = {
  name: "rough",
  rule: "15.1",
  happens: "an hour with 15 % loss, delays up to 3 s, duplicates, and deaths at any write or message",
  nodes: 4,
  run({ world, traffic, heal, proofs }) {
    traffic.begin(120);
    world.run(120);
    world.links = roughLinks;
    world.run(3_600);
    traffic.end();
    const healed = heal();
    world.run(4 * 120);
    return [figure("one head and final again, seconds", "within an hour", healed ?? "never", healed !== undefined), ...proofs()];
  },
};
