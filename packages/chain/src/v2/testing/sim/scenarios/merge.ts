import { v2 } from "@lucid/proof";
import { force } from "../force.ts";
import { adding, hasChanged, propose } from "../membership.ts";
import { figure, roughLinks, type Scenario, type Stage } from "../scenario.ts";
import type { SimNode, World } from "../world.ts";

/** Members of the network that is left, who join one of the others one after the other. */
const COMING = ["member 4", "member 5", "member 6"];
const OLD_MEMBERS = 7;

export const merge: Scenario = {
  name: "merge",
  rule: "9.3, 9.4",
  happens:
    "three members of a network of seven join another one of four, under loss and deaths, and each links where it comes from",
  nodes: 4,
  least: 4,
  run({ world, again, traffic, until, honest, heads, heal, proofs }) {
    const old = again({ nodes: OLD_MEMBERS });
    const links = leave(old);
    traffic.begin(60, [...world.nodes]);
    // Time goes on here as it did there.
    world.run(old.world.queue.nowMs / 1_000);
    world.links = roughLinks;
    const linked: (number | undefined)[] = [];
    const repeated: string[] = [];
    for (const [index, name] of COMING.entries()) {
      const link = links[index];
      if (link === undefined) throw new Error("sim: nothing of the old network is final");
      const node = world.join(name);
      world.start(node);
      world.run(60);
      until(() => propose(world, [adding(world, node)]) === undefined, 600);
      until(() => hasChanged(honest(), index + 1), 3_600);
      linked.push(until(() => tell(node, link) === "final", 3_600));
      traffic.record(node);
      world.links = { ...roughLinks, death: 0 };
      const outcome = until(() => node.engine !== undefined, 60) === undefined ? undefined : node.engine?.link(link);
      repeated.push(outcome?.ok === false ? outcome.reason : "taken");
      force(world, node, { type: "network_link", sequence: 1_000, data: link });
      world.links = roughLinks;
    }
    traffic.end();
    const healed = heal();
    world.run(480);
    const [witness] = honest();
    const said = witness === undefined ? [] : linksIn(world, witness);
    const isFirst = said.every(({ sequence }) => sequence === 0);
    const isAfter = said.every(({ time, lastTime }) => time >= lastTime);
    const isHistory = links.every((link) => link === undefined || rootAbove(old.world, link) === link.history_root);
    const linkedAll = linked.every((one) => one !== undefined);
    const refused = [...new Set(repeated)].join(", ");
    return [
      figure("links that are final, after seconds", "3, within an hour each", linked.join(", "), linkedAll),
      figure(
        "links in the blocks of the network",
        "3, the first transaction of each sender",
        said.length,
        said.length === 3 && isFirst,
      ),
      figure("the same link again", "linked", refused, refused === "linked"),
      figure("blocks with links that are older than what they date", "none", isAfter ? "none" : "some", isAfter),
      figure("linked histories that are those of the old network's headers", "all", isHistory, isHistory),
      figure(
        "heads after, and seconds until one",
        "1, within an hour",
        `${heads()}, ${healed ?? "never"}`,
        heads() === 1 && healed !== undefined,
      ),
      // What was recorded before is proven as it was, what was recorded after by the new members too.
      ...old.proofs(),
      ...proofs(),
    ];
  },
};

/** The old network lives for a while, and ends with everything final; what each that leaves can say of it. */
function leave({ world, traffic }: Stage): readonly (v2.NetworkLink | undefined)[] {
  traffic.begin(60);
  world.run(600);
  traffic.end();
  world.run(240);
  return world.nodes.slice(-COMING.length).map(({ engine }) => engine?.ownLink());
}

/** As a node does that is not told in vain: again, as long as it is neither on its way nor final. */
function tell(node: SimNode, link: v2.NetworkLink): string | undefined {
  const state = node.engine?.linkOf(link.network).state;
  try {
    if (state === "none") node.engine?.link(link);
  } catch (error) {
    // The node died while it took it in.
    if (node.isAlive) throw error;
  }
  return state;
}

/** Links in the blocks up to the final one. */
function linksIn(world: World, { disk, engine }: SimNode) {
  return [...disk.store.blocks()].flatMap((bytes) => {
    const prepared = world.prepare(bytes);
    if (!prepared.ok) return [];
    const { header, transactions } = prepared.value.block;
    if (engine?.canonicalHash(header.height) !== prepared.value.hash) return [];
    return transactions.flatMap((sent) => {
      if (!v2.isOf("network_link", sent)) return [];
      const { sequence, data } = sent.transaction;
      return [{ sequence, time: header.timestamp, lastTime: data.certificate.header.timestamp }];
    });
  });
}

/** The `history_root` of the block above the linked one. */
function rootAbove({ nodes, prepare }: World, { last }: v2.NetworkLink): string | undefined {
  for (const bytes of nodes[0]?.disk.store.blocks() ?? []) {
    const prepared = prepare(bytes);
    if (!prepared.ok) continue;
    const { header } = prepared.value.block;
    if (header.previous_hash === last.hash) return header.history_root;
  }
  return undefined;
}
