import { type Attestation, canonicalBytes, DOMAIN, fromUtf8, hashObject, type SignedAttestation, v2 } from "@lucid/proof";
import type { Topic } from "../../../engine/network-port.ts";
import { newest } from "../membership.ts";
import { figure, type Scenario } from "../scenario.ts";
import type { Script, ScriptTools, World } from "../world.ts";

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

/** Blocks from the first one at a place for which another is known to the one that holds the evidence. */
function evidenceAfter({ nodes, prepare }: World): number | undefined {
  const blocks = nodes.flatMap(({ disk, script }) => (script === undefined ? [...disk.store.blocks()] : [])).map(prepare);
  const places = new Map<string, string>();
  let offence = Number.POSITIVE_INFINITY;
  let shown = Number.POSITIVE_INFINITY;
  for (const prepared of blocks) {
    if (!prepared.ok) continue;
    const { header, transactions } = prepared.value.block;
    const place = `${header.producer}|${header.slot}|${header.position}`;
    const known = places.get(place) ?? prepared.value.hash;
    places.set(place, known);
    if (known !== prepared.value.hash) offence = Math.min(offence, header.height);
    if (transactions.some((sent) => v2.isOf("evidence", sent))) shown = Math.min(shown, header.height);
  }
  return Number.isFinite(shown) ? Math.max(0, shown - offence) : undefined;
}

export const equivocation: Scenario = {
  name: "equivocation",
  rule: "10, 4.2",
  happens: "one member signs two blocks at each of its positions and two votes at each height, each shown to half",
  nodes: 7,
  least: 4,
  run({ world, traffic, honest, heal, proofs }) {
    const [liar] = world.nodes;
    const hasLeft = () => newest(world).current.members.every(({ entity }) => entity !== liar?.keys.publicKey);
    if (liar !== undefined) liar.script = createEquivocator();
    traffic.begin(60);
    world.run(1_200);
    traffic.end();
    const known = honest().filter(({ engine }) => (engine?.offences.length ?? 0) > 0).length;
    const shown = evidenceAfter(world);
    const healed = heal();
    world.run(4 * 120);
    return [
      figure("honest nodes that hold the offending pair", `all ${honest().length}`, known, known === honest().length),
      figure("blocks from the first offence to its evidence on the chain", "at most 2", shown ?? "none", (shown ?? 99) <= 2),
      figure("the list of members without the one", "version 1", `version ${newest(world).current.version}`, hasLeft()),
      figure("final all the same, seconds", "within an hour", healed ?? "never", healed !== undefined),
      ...proofs(),
    ];
  },
};
