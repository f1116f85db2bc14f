import { type Attestation, canonicalBytes, DOMAIN, fromUtf8, hashObject, type SignedAttestation, type v2 } from "@lucid/proof";
import type { Topic } from "../../../engine/network-port.ts";
import { figure, type Scenario } from "../scenario.ts";
import type { Script, ScriptTools } from "../world.ts";

const read = <Value>(bytes: Uint8Array): Value => JSON.parse(fromUtf8(bytes) ?? "null") as Value;

/** Signs two blocks at each of its positions and two votes at each height, and shows each to half of the others. */
export function createEquivocator(): Script {
  const twins = new Map<string, string>();

  function sayHalves(topic: Topic, one: Uint8Array, other: Uint8Array, { others, send }: ScriptTools): void {
    for (const to of others) send(to, topic, to % 2 === 0 ? one : other);
  }

  function sayBlocks(bytes: Uint8Array, tools: ScriptTools): void {
    const block = read<v2.Block>(bytes);
    const header = { ...block.header, timestamp: block.header.timestamp + 1 };
    const twin = { ...block, header, signature: tools.keys.sign(DOMAIN.blockV2, header) };
    twins.set(hashObject(block.header), hashObject(header));
    sayHalves("blocks", bytes, canonicalBytes(twin), tools);
  }

  function sayVotes(bytes: Uint8Array, tools: ScriptTools): void {
    const { attestation } = read<SignedAttestation>(bytes);
    const hash = twins.get(attestation.target.hash);
    for (const to of tools.others) tools.send(to, "votes", bytes);
    if (hash === undefined) return;
    const other: Attestation = { ...attestation, target: { ...attestation.target, hash } };
    const signed = { attestation: other, signature: tools.keys.sign(DOMAIN.attestationV2, other) };
    for (const to of tools.others) tools.send(to, "votes", canonicalBytes(signed));
  }

  return {
    say(topic, bytes, tools) {
      if (topic === "blocks") sayBlocks(bytes, tools);
      else if (topic === "votes") sayVotes(bytes, tools);
      else for (const to of tools.others) tools.send(to, topic, bytes);
    },
  };
}

export const equivocation: Scenario = {
  name: "equivocation",
  rule: "10, 4.2",
  happens: "one member signs two blocks at each of its positions and two votes at each height, each shown to half",
  nodes: 7,
  least: 4,
  run({ world, traffic, honest, heal, proofs }) {
    const [liar] = world.nodes;
    if (liar !== undefined) liar.script = createEquivocator();
    traffic.begin(60);
    world.run(1_200);
    traffic.end();
    const known = honest().filter(({ engine }) => (engine?.offences.length ?? 0) > 0).length;
    const healed = heal();
    world.run(4 * 120);
    return [
      figure("honest nodes that hold the offending pair", `all ${honest().length}`, known, known === honest().length),
      figure("final all the same, seconds", "within an hour", healed ?? "never", healed !== undefined),
      ...proofs(),
    ];
  },
};
