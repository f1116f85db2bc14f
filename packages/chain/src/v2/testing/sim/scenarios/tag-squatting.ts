import { canonicalJson, sha256Hex, utf8, v2 } from "@lucid/proof";
import { figure, type Scenario } from "../scenario.ts";

export const tagSquatting: Scenario = {
  name: "tag-squatting",
  rule: "6.4",
  happens: "another member sends heads and anchors for every tag that it sees in gossip",
  nodes: 4,
  run({ world, traffic, proofs, heal, honest }) {
    const thief = world.nodes[3];
    const hash = (text: string): string => sha256Hex(utf8(text));
    world.run(300);
    let stolen = 0;
    for (let session = 0; session < 20; session += 1) {
      const owner = world.nodes[session % 3];
      if (owner === undefined || thief?.engine === undefined) continue;
      traffic.record(owner);
      const { anchor } = traffic.anchors.at(-1) ?? {};
      if (anchor === undefined) continue;
      const hashes = {
        manifest_hash: hash("another manifest"),
        grant_hash: hash("another grant"),
        merkle_root: hash("another tree"),
      };
      const outcome = thief.engine.submit("session_anchors", [{ tag: anchor.tag, ...hashes, chunk_count: 1, consistency: null }]);
      if (outcome.ok) stolen += 1;
      world.run(20);
    }
    heal();
    world.run(480);
    const [first] = honest();
    const misled = traffic.anchors.filter(({ id, sender, anchor }) => {
      const evidence = first?.engine?.evidence(id);
      const verified = evidence && v2.verifyEvidence(evidence, world.network);
      return (
        verified?.ok !== true || verified.value.sender !== sender || canonicalJson(verified.value.item) !== canonicalJson(anchor)
      );
    }).length;
    return [
      figure("anchors of the other for a tag it saw", "20, of its own space", stolen, stolen === 20),
      figure("sessions whose own anchor is not the one that is proven", "0", misled, misled === 0),
      ...proofs(),
    ];
  },
};
