import { canonicalBytes, DOMAIN, fromUtf8, type v2 } from "@lucid/proof";
import { figure, type Scenario } from "../scenario.ts";
import type { Script } from "../world.ts";

/** Sends, in place of each of its blocks, the same one with another time or place. */
function createStamper(change: (header: v2.Header) => Partial<v2.Header>): Script {
  return {
    say(topic, bytes, { keys, others, send }) {
      let said = bytes;
      if (topic === "blocks") {
        const block = JSON.parse(fromUtf8(bytes) ?? "null") as v2.Block;
        const header = { ...block.header, ...change(block.header) };
        said = canonicalBytes({ ...block, header, signature: keys.sign(DOMAIN.blockV2, header) });
      }
      for (const to of others) send(to, topic, said);
    },
  };
}

const lies = {
  "60 s back": ({ timestamp }: v2.Header) => ({ timestamp: timestamp - 60 }),
  "20 s ahead": ({ timestamp }: v2.Header) => ({ timestamp: timestamp + 20 }),
  "an hour-old position": ({ slot, timestamp }: v2.Header) => ({
    ...{ slot: slot - 30, epoch: Math.floor((slot - 30) / 4), timestamp: timestamp - 3_600 },
  }),
};

export const stamps: Scenario = {
  ...{
    name: "stamps",
    rule: "5.1, 5.3",
    happens: "2 of 7 leaders stamp their blocks back, ahead, or for positions an hour old",
    nodes: 7,
    least: 7,
  },
  run: (stage) =>
    Object.entries(lies).flatMap(([words, change]) => {
      const { world, traffic, honest, heal } = stage.again({});
      world.run(3_720);
      for (const node of world.nodes.slice(0, 2)) node.script = createStamper(change);
      traffic.begin(60);
      world.run(1_200);
      traffic.end();
      const refused = [...world.witness.rejections.values()].reduce((sum, count) => sum + count, 0);
      const trueTime = world.network.genesis.genesis_time + world.queue.nowMs / 1_000;
      const held = honest().flatMap(({ engine }) => (engine === undefined ? [] : [engine.tree.head.timestamp]));
      const isTrue = held.every((timestamp) => Math.abs(timestamp - trueTime) < 600);
      const healed = heal();
      return [
        figure(`${words}: such blocks that honest nodes refused`, "some", refused, refused > 0),
        figure(`${words}: heads of honest nodes have true times`, "true", isTrue, isTrue),
        figure(`${words}: final without them, seconds`, "within an hour", healed ?? "never", healed !== undefined),
      ];
    }),
};
