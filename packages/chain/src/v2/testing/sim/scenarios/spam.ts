import { DOMAIN, sha256Hex, utf8, v2 } from "@lucid/proof";
import type { ChainKeys } from "../../../../ports.types.ts";
import { createTestKeys } from "../../../../testing/keys.ts";
import { forcedList, signForced } from "../force.ts";
import { figure, type Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

/** A list that a node key signs as its next one, sent to everybody. */
function sendAs(world: World, keys: ChainKeys | undefined, sequences: Map<string, number>, items: readonly v2.Anchor[]): void {
  if (keys === undefined) return;
  const sequence = sequences.get(keys.publicKey) ?? 0;
  sequences.set(keys.publicKey, sequence + 1);
  const bytes = signForced(world, keys, forcedList("session_anchors", sequence, items));
  for (const node of world.nodes) world.deliver(3, node.index, "transactions", bytes);
}

export const spam: Scenario = {
  name: "spam",
  rule: "6.6",
  happens: "one member keeps sending more tiny sessions than its share of a block, under 16 keys",
  nodes: 4,
  run({ world, traffic, proofs, heal, intervalS }) {
    const spammer = world.nodes[3];
    const hash = (text: string): string => sha256Hex(utf8(text));
    world.run(300);
    const keys = Array.from({ length: v2.MAX_NODE_KEYS }, (_, index) => createTestKeys(`key ${index}`));
    const entity = spammer?.keys.publicKey ?? "";
    for (const own of keys) {
      const proof = own.sign(DOMAIN.registrationV2, v2.registration(world.network.hash, entity, own.publicKey));
      const described = { endpoints: [], pool: null };
      spammer?.engine?.register({ operation: "register", node_key: own.publicKey, proof, ...described });
    }
    world.run(120);
    let sent = 0;
    const waits: number[] = [];
    const sequences = new Map<string, number>();
    for (let round = 0; round < 4; round += 1) {
      for (let list = 0; list < 64; list += 1) {
        sent += 1;
        const items = Array.from({ length: 64 }, (_, item) => ({
          ...{ tag: hash(`spam ${sent} ${item}`), manifest_hash: hash("m"), grant_hash: hash("g"), merkle_root: hash("r") },
          ...{ chunk_count: 1, consistency: null },
        }));
        if (list % 2 === 0) spammer?.engine?.submit("session_anchors", items);
        else sendAs(world, keys[list % keys.length], sequences, items);
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
