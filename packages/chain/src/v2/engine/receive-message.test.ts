import { randomInt } from "node:crypto";
import { createSeededRandom } from "@lucid/foundation/testing";
import { canonicalBytes, fromUtf8 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createStage } from "../testing/sim/scenario.ts";
import { createEquivocator } from "../testing/sim/scenarios/equivocation.ts";
import type { Topic } from "./network-port.ts";

type Random = ReturnType<typeof createSeededRandom>;

/** What the nodes of a network with one that signs twice said to each other, and one of them that hears more. */
const { world, traffic } = createStage({ seed: "messages", nodes: 4 });
const messages = new Map<Topic, Uint8Array[]>();
const { deliver } = world;
world.deliver = (from, to, topic, bytes) => {
  messages.set(topic, [...(messages.get(topic) ?? []), bytes].slice(-40));
  deliver(from, to, topic, bytes);
};
const [liar, , , listener] = world.nodes;
if (liar === undefined || listener?.engine === undefined) throw new Error("there are four");
liar.script = createEquivocator();
traffic.begin(30);
world.run(600);
traffic.end();
const { engine } = listener;
const topics = ["blocks", "votes", "transactions", "status", "certificates", "evidence"] as const;

/** The text with some bytes changed, taken out or put in. */
function garble(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length);
  const end = Math.min(bytes.length, at + random.below(8));
  const noise = Uint8Array.from({ length: random.below(8) }, () => random.below(256));
  return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(end)]);
}

const replacements: readonly unknown[] = [null, -1, 0, 1, 2 ** 53 - 1, 1e300, "", "0".repeat(64), [], {}, true, [[]], "\u0000"];

/** The document with one value replaced, a field taken out or one put in. */
function distort(value: unknown, random: Random): unknown {
  if (typeof value !== "object" || value === null || random.below(12) === 0) return random.pick(replacements);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.below(6) === 0) return [...value, random.pick(replacements)];
    const at = random.below(value.length);
    return random.below(6) === 0 ? value.toSpliced(at, 1) : value.with(at, distort(value[at], random));
  }
  const entries = Object.entries(value);
  const at = random.below(entries.length);
  const [name, inner] = entries[at] ?? ["none", null];
  if (random.below(12) === 0) return Object.fromEntries(entries.toSpliced(at, 1));
  if (random.below(12) === 0) return { ...value, more: random.pick(replacements) };
  return { ...value, [name]: distort(inner, random) };
}

describe.each(topics)("what comes as %s", (topic) => {
  const originals = messages.get(topic) ?? [];

  it.each(["1", String(randomInt(1_000_000_000))])("is refused when it was changed, and changes nothing (seed %s)", (seed) => {
    expect(originals.length).toBeGreaterThan(0);
    const random = createSeededRandom(`${topic} ${seed}`);
    const place = () => ({ head: engine.tree.head.hash, final: engine.tree.final.hash, size: engine.tree.size });
    const at = place();
    const verdicts = new Map<string, number>();
    for (let attempt = 0; attempt < 400; attempt += 1) {
      const original = random.pick(originals);
      const document: unknown = JSON.parse(fromUtf8(original) ?? "null");
      const bytes = random.below(2) === 0 ? garble(original, random) : canonicalBytes(distort(document, random));
      if (Buffer.compare(bytes, original) === 0) continue;
      const { kind } = engine.receive("1", topic, bytes);
      verdicts.set(kind, (verdicts.get(kind) ?? 0) + 1);
    }
    expect([verdicts.get("accept") ?? 0, engine.halted]).toEqual([0, undefined]);
    expect(verdicts.get("reject") ?? 0).toBeGreaterThan(200);
    expect(place()).toEqual(at);
  });

  it("is refused when it is too large, before it is read", () => {
    const bytes = new Uint8Array(world.network.genesis.parameters.max_block_bytes + 1).fill(0x5b);
    expect(engine.receive("1", topic, bytes)).toMatchObject({ kind: "reject" });
  });

  it("is refused when it is no document at all", () => {
    for (const text of ["", "{}", "null", "[]", "{", '{"a":1}', "\u0000", "[".repeat(1_000)])
      expect(engine.receive("1", topic, Buffer.from(text))).toEqual({ kind: "reject", reason: "malformed" });
  });
});
