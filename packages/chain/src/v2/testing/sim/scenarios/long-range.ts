import { canonicalBytes, DOMAIN, hashObject, v2 } from "@lucid/proof";
import { adding, hasChanged, propose, removing } from "../membership.ts";
import { figure, type Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

/** Evidence of a transaction that never was, final by every key of version 0, above everything that is final. */
function forge({ nodes, network }: World, real: v2.Evidence, height: number): v2.Evidence {
  const keyOf = (key: string) => nodes.find(({ keys }) => keys.publicKey === key)?.keys;
  const { transaction, signature, item } = real;
  const tx_root = v2.transactionRoot([v2.SignedTransaction.parse({ transaction, signature })]);
  const { membersHash: members } = network;
  const [producer = ""] = network.voters.keys;
  const header: v2.Header = {
    ...real.final.header,
    height,
    members,
    producer,
    tx_root,
    tx_count: 1,
    state_root: hashObject("another"),
  };
  const self = { height, hash: hashObject(header) };
  const child = { height: height + 1, hash: hashObject("a child") };
  const votes = (source: typeof self, target: typeof self): v2.IndexedVote[] =>
    network.voters.keys.map((key, index) => {
      const statement = v2.attestationIn({ epoch: header.epoch, source, target }, network.hash, key);
      return [index, keyOf(key)?.sign(DOMAIN.attestationV2, statement) ?? ""];
    });
  const source = { height: 0, hash: network.hash };
  const final: v2.Certificate = {
    ...{ header, signature: keyOf(producer)?.sign(DOMAIN.blockV2, header) ?? "", members: network.members },
    ...{ child: null, child_members: null },
    links: [
      { epoch: header.epoch, votes: [[source, votes(source, self)]] },
      { epoch: header.epoch, hash: child.hash, votes: votes(self, child) },
    ],
  };
  const places = { tx_index: 0, tx_path: [], item_index: real.item_index, item_path: real.item_path };
  return { transaction, signature, ...places, item, header: null, history_path: [], final };
}

/** Hours instead of days: what a node believes does not depend on how long it was away. */
const AWAY_S = 2 * 3_600;

export const longRange: Scenario = {
  name: "long-range",
  rule: "7.2, 7.3, 9.2",
  happens: "all keys of version 0 make another history; the verifier has a root of version 3; a node was away",
  nodes: 4,
  least: 4,
  run({ world, traffic, heads, until, knownLists, proofs }) {
    const members = [...world.nodes];
    const [first, ...others] = members;
    if (first === undefined) throw new Error("sim: there is no member");
    let version = 0;
    // Three of the four are replaced: the list of version 3 has one key of version 0.
    for (const node of others.slice(0, 3)) {
      const newcomer = world.join(`newcomer ${version}`);
      world.start(newcomer);
      world.run(60);
      propose(world, [removing(node), adding(world, newcomer)]);
      version += 1;
      const due = version;
      if (until(() => hasChanged(world.nodes, due), 1_200) === undefined)
        return [figure("three handovers", "done", `stuck before ${due}`, false)];
    }
    const sleeper = world.nodes.at(-1);
    traffic.record(first);
    world.run(600);
    if (sleeper === undefined) throw new Error("sim: there is nobody to be away");
    sleeper.comesBack = false;
    world.kill(sleeper);
    world.run(AWAY_S);
    const [anchor] = traffic.anchors;
    const real = anchor && first.engine?.evidence(anchor.id);
    if (real === undefined || first.engine === undefined) return [figure("evidence", "there", "none", false)];
    const { height, hash } = first.engine.tree.final;
    const root = { network: world.network.hash, height, hash, members: first.engine.members };
    const forged = v2.Evidence.parse(forge(world, real, height + 5));
    const withRoot = v2.verifyEvidence(forged, world.network, { root });
    const withHandovers = v2.checkEvidence(forged, world.network, world.checkSignature, knownLists());
    const alone = v2.verifyEvidence(forged, world.network);
    sleeper.comesBack = true;
    world.start(sleeper);
    const before = sleeper.engine?.tree.final.height ?? 0;
    for (const node of world.nodes) world.deliver(1, node.index, "certificates", canonicalBytes(forged.final));
    world.run(120);
    const halted = world.nodes.filter(({ engine }) => engine?.halted !== undefined).length;
    const caughtUp = until(() => (sleeper.engine?.tree.final.height ?? 0) >= height && heads() === 1, 3_600);
    const codeOf = (checked: typeof alone): string => (checked.ok ? "accepted" : checked.failure.code);
    return [
      figure("to a verifier with the root", "attester-unknown", codeOf(withRoot), codeOf(withRoot) === "attester-unknown"),
      figure(
        "to one with the handovers",
        "attester-unknown",
        codeOf(withHandovers),
        codeOf(withHandovers) === "attester-unknown",
      ),
      figure("to one that knows the genesis alone", "accepted: why it needs more", codeOf(alone), alone.ok),
      figure("nodes that stopped", "0", halted, halted === 0),
      figure("the one away: final block when it came back", "still there", before, before > 0),
      figure("and with the others again, seconds", "within an hour", caughtUp ?? "never", caughtUp !== undefined),
      ...proofs(),
    ];
  },
};
