import { canonicalBytes, DOMAIN, hashObject, v2 } from "@lucid/proof";
import { figure, type Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

/** A valid certificate of a block that never was, at the height of `real`: every key of the list has signed it. */
function forge({ nodes, network }: World, real: v2.Certificate): v2.Certificate {
  const header = { ...real.header, state_root: hashObject("another state") };
  const self = { height: header.height, hash: hashObject(header) };
  const child = { height: header.height + 1, hash: hashObject("a child") };
  const keyOf = (key: string) => nodes.find(({ keys }) => keys.publicKey === key)?.keys;
  const votes = (source: typeof self, target: typeof self, epoch: number): v2.IndexedVote[] =>
    network.voters.keys.map((key, index) => {
      const statement = v2.attestationIn({ epoch, source, target }, network.hash, key);
      return [index, keyOf(key)?.sign(DOMAIN.attestationV2, statement) ?? ""];
    });
  const [source] = real.links[0].votes[0] ?? [{ height: 0, hash: network.hash }];
  return {
    ...real,
    header,
    signature: keyOf(header.producer)?.sign(DOMAIN.blockV2, header) ?? "",
    links: [
      { epoch: header.epoch, votes: [[source, votes(source, self, header.epoch)]] },
      { epoch: header.epoch, hash: child.hash, votes: votes(self, child, header.epoch) },
    ],
  };
}

export const wrongCertificate: Scenario = {
  ...{
    name: "wrong-certificate",
    rule: "4.8",
    happens: "a node is shown a valid certificate that conflicts with its own final block",
    nodes: 4,
  },
  run({ world, until }) {
    world.run(900);
    const [, victim] = world.nodes;
    const real = victim?.disk.store.lastCertificate();
    if (victim === undefined || real === undefined) return [figure("a final block", "one", "none", false)];
    const blocks = [...victim.disk.store.blocks()].length;
    const { height } = victim.engine?.tree.final ?? { height: 0 };
    world.deliver(0, victim.index, "certificates", canonicalBytes(forge(world, real)));
    const stopped = until(() => victim.engine?.halted === "conflicting_certificate", 120);
    world.run(600);
    const kept = [...victim.disk.store.blocks()].length;
    return [
      figure("stopped after, seconds", "at most 120", stopped ?? "never", stopped !== undefined),
      figure("blocks on its disk", `still ${blocks}`, kept, kept === blocks),
      figure(
        "its final height",
        `still ${height}`,
        victim.engine?.tree.final.height ?? "none",
        victim.engine?.tree.final.height === height,
      ),
    ];
  },
};
