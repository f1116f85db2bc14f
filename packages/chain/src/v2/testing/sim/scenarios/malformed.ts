import { canonicalBytes } from "@lucid/proof";
import type { Topic } from "../../../engine/network-port.ts";
import { figure, type Scenario } from "../scenario.ts";
import type { World } from "../world.ts";

const TOPICS: readonly Topic[] = ["blocks", "votes", "transactions", "evidence", "certificates", "status"];
/** Of each message that is heard, so many changed ones are said. */
const COPIES = 3;

/** A message with some of its bytes changed, cut off, repeated, or under another topic. */
function changeBytes({ dice }: World, bytes: Uint8Array): Uint8Array {
  const changed = Uint8Array.from(bytes);
  for (let left = dice.between(1, 3); left > 0; left -= 1) changed[dice.between(0, changed.length - 1)] = dice.between(0, 255);
  const end = dice.chance(0.3) ? dice.between(0, changed.length) : changed.length;
  return dice.chance(0.1) ? Buffer.concat([changed, changed]) : changed.subarray(0, end);
}

/** A message with one of its values changed, in the form that it must have: the signature is that of what it said before. */
function changeValue({ dice }: World, bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString();
  const values = [...text.matchAll(/:(\d+)[,}]|"([0-9a-f]{64,128})"/g)];
  const found = values[dice.between(0, Math.max(0, values.length - 1))];
  if (found === undefined) return changeBytes({ dice } as World, bytes);
  const [whole, number, hex = ""] = found;
  const at = dice.between(0, Math.max(0, hex.length - 1));
  const other =
    number === undefined
      ? `"${hex.slice(0, at)}${(Number.parseInt(hex[at] ?? "0", 16) ^ 1).toString(16)}${hex.slice(at + 1)}"`
      : whole.replace(number, String(Math.max(0, Number(number) + (dice.chance(0.5) ? 1 : -1))));
  const changed = text.slice(0, found.index) + other + text.slice(found.index + whole.length);
  return canonicalBytes(JSON.parse(changed));
}

export const malformed: Scenario = {
  name: "malformed",
  rule: "13.1",
  happens: "a node hears everything and says it changed at random, of bytes and of values, to everybody and under every topic",
  nodes: 5,
  least: 4,
  run({ world, traffic, honest, heads, until, heal, proofs }) {
    const index = world.nodes.length - 1;
    const liar = world.nodes[index];
    if (liar === undefined) throw new Error("sim: there are five");
    const others = world.nodes.slice(0, -1);
    let said = 0;
    const sent = world.deliver;
    const lie = (topic: Topic, bytes: Uint8Array): void => {
      for (let copy = 0; copy < COPIES; copy += 1) {
        const changed = world.dice.chance(0.5) ? changeBytes(world, bytes) : changeValue(world, bytes);
        const under = world.dice.chance(0.1) ? (TOPICS[world.dice.between(0, TOPICS.length - 1)] ?? topic) : topic;
        const to = others[world.dice.between(0, others.length - 1)];
        if (to === undefined) continue;
        sent(index, to.index, under, changed);
        said += 1;
      }
    };
    // Its own words, and those of others as they reach it.
    liar.script = { say: lie, passesOn: false };
    world.deliver = (from, to, topic, bytes) => {
      if (to === index) lie(topic, bytes);
      sent(from, to, topic, bytes);
    };
    world.run(60);
    traffic.begin(60, others);
    world.run(300);
    traffic.end();
    const refused = [...world.witness.rejections].filter(([name]) => name.startsWith(`${index} `));
    const ofHonest = [...world.witness.rejections].filter(([name]) => !name.startsWith(`${index} `));
    const times = refused.reduce((sum, [, count]) => sum + count, 0);
    world.deliver = sent;
    const finalAt = world.witness.finalHeight;
    const goesOn = until(() => world.witness.finalHeight > finalAt, 120);
    heal();
    world.run(480);
    return [
      figure("changed messages", "at least 1000", said, said >= 1_000),
      figure("of them refused with a reason", "some", times, times > 0),
      figure("different reasons", "at least 5", refused.length, refused.length >= 5),
      figure("messages of honest nodes that were refused", "0", ofHonest.length, ofHonest.length === 0),
      figure("nodes that stopped", "0", stopped(honest()), stopped(honest()) === 0),
      figure("final goes on within, seconds", "120", goesOn ?? "never", goesOn !== undefined),
      figure("heads, and so state roots", "1", heads(), heads() === 1),
      ...proofs(),
    ];
  },
};

const stopped = (nodes: readonly { readonly engine: { readonly halted: string | undefined } | undefined }[]): number =>
  nodes.filter(({ engine }) => engine === undefined || engine.halted !== undefined).length;
