import { figure, type Scenario } from "../scenario.ts";

export const quietChain: Scenario = {
  ...{ name: "quiet-chain", rule: "4.10", happens: "a quiet chain without an attack for a day", nodes: 4 },
  run({ world, honest }) {
    let stale = 0;
    for (let minute = 0; minute < 1_440; minute += 1) {
      world.run(60);
      stale += honest().filter(({ engine }) => engine?.isStale !== false).length;
    }
    const { finalHeight } = world.witness;
    return [
      figure("looks, one a minute and node, at which a node was stale", "0", stale, stale === 0),
      figure("final blocks in a day of 720 slots", "at least 718", finalHeight, finalHeight >= 718),
    ];
  },
};
