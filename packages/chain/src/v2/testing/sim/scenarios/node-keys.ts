import { DOMAIN, v2 } from "@lucid/proof";
import { force, forcedList } from "../force.ts";
import { figure, type Scenario } from "../scenario.ts";
import { createTraffic } from "../traffic.ts";
import type { SimNode, World } from "../world.ts";

const consent = ({ network }: World, member: SimNode, { keys }: SimNode): string =>
  keys.sign(DOMAIN.registrationV2, v2.registration(network.hash, member.keys.publicKey, keys.publicKey));

export const nodeKeys: Scenario = {
  name: "node-keys",
  rule: "6.4",
  happens: "a member registers a machine without a vote, gives its place to another, and the old key goes on sending",
  nodes: 4,
  run({ world, traffic, until, honest, heal, proofs }) {
    const [member] = world.nodes;
    if (member === undefined) throw new Error("sim: there is a member");
    const [machine, successor] = [world.join("machine"), world.join("its successor")];
    for (const node of [machine, successor]) world.start(node);
    world.run(240);
    const early = machine.engine?.submit("node_checkpoint", [{ tag: world.network.hash, size: 1, root: world.network.hash }]);
    const proof = consent(world, member, machine);
    member.engine?.register({ operation: "register", node_key: machine.keys.publicKey, proof, endpoints: [], pool: null });
    const sends = createTraffic(world);
    world.run(60);
    for (let session = 0; session < 5; session += 1) {
      sends.record(machine);
      traffic.record(member);
      world.run(30);
    }
    const isFinal = () => sends.anchors.every(({ id }) => honest().every(({ engine }) => engine?.evidence(id) !== undefined));
    const known = until(isFinal, 600);
    const next = { new_key: successor.keys.publicKey, proof: consent(world, member, successor) };
    member.engine?.register({ operation: "rotate", node_key: machine.keys.publicKey, ...next });
    const isRotated = until(() => machine.engine?.isSender === false && successor.engine?.isSender === true, 600);
    const height = member.engine?.tree.head.height ?? 0;
    const { hash } = world.network;
    for (let sequence = 0; sequence < 30; sequence += 1)
      force(world, machine, forcedList("node_checkpoint", sequence, [{ tag: hash, size: 1 + sequence, root: hash }]));
    sends.record(successor);
    world.run(120);
    const after = until(isFinal, 600);
    const healed = heal();
    world.run(480);
    let late = 0;
    for (const bytes of member.disk.store.blocks()) {
      const block = world.prepare(bytes);
      if (!block.ok || block.value.block.header.height <= height) continue;
      late += block.value.transactions.filter(({ sent }) => sent.transaction.sender === machine.keys.publicKey).length;
    }
    const refused = early?.ok === false ? early.reason : "taken";
    const { length } = sends.anchors;
    return [
      figure("before it is registered, the machine is told", "no_member", refused, refused === "no_member"),
      figure("its sessions, and one of its successor, are accepted", "6", length, length === 6),
      figure(
        "and final everywhere after, seconds",
        "at most 600 and 600",
        `${known} and ${after}`,
        known !== undefined && after !== undefined,
      ),
      figure("rotated after, seconds", "at most 600", isRotated ?? "never", isRotated !== undefined),
      figure("transactions of the old key in a block after that", "0 of 30", late, late === 0),
      figure("one head after, seconds", "within an hour", healed ?? "never", healed !== undefined),
      ...proofs(),
    ];
  },
};
