import { sha256Hex, utf8 } from "@lucid/proof";
import { figure, type Scenario } from "../scenario.ts";

export const spam: Scenario = {
  name: "spam",
  rule: "6.6",
  happens: "one member keeps sending more tiny sessions than its share of a block",
  nodes: 4,
  run({ world, traffic, proofs, heal, intervalS }) {
    const spammer = world.nodes[3];
    const hash = (text: string): string => sha256Hex(utf8(text));
    world.run(300);
    let sent = 0;
    const waits: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (let list = 0; list < 64; list += 1) {
        sent += 1;
        const items = Array.from({ length: 64 }, (_, item) => ({
          ...{ tag: hash(`spam ${sent} ${item}`), manifest_hash: hash("m"), grant_hash: hash("g"), merkle_root: hash("r") },
          ...{ chunk_count: 1, consistency: null },
        }));
        spammer?.engine?.submit("session_anchors", items);
      }
      const other = world.nodes[round % 3];
      if (other === undefined) continue;
      traffic.record(other);
      const height = other.engine?.tree.head.height ?? 0;
      const { id = "" } = traffic.anchors.at(-1) ?? {};
      world.run(4 * intervalS);
      waits.push((other.engine?.placeOf(id)?.height ?? Number.POSITIVE_INFINITY) - height);
    }
    heal();
    world.run(600);
    const worst = Math.max(...waits);
    return [
      figure("lists of 64 that the one sent", "256", sent, sent === 256),
      figure("anchors of others are in a block after, blocks", "at most 2", worst, worst <= 2),
      ...proofs(),
    ];
  },
};
