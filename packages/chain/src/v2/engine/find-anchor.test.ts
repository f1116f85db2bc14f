import { hashObject, v2 } from "@lucid/proof";
import { expect, it } from "vitest";
import { createStage } from "../testing/sim/scenario.ts";

const anchorOf = (name: string): v2.Anchor => {
  const hash = hashObject({ name });
  const stated = { manifest_hash: hash, grant_hash: hash, merkle_root: hash, chunk_count: 1 };
  return { tag: v2.sessionTag(name, hash), ...stated, consistency: null };
};

it("finds an own anchor on its way and in a block, and none of another member", () => {
  const { world, until } = createStage({ seed: "find anchor", nodes: 2 });
  const [engine, other] = world.nodes.map((node) => node.engine);
  if (engine === undefined || other === undefined) throw new Error("a node did not start");
  const [one, two] = [anchorOf("one"), anchorOf("two")];
  const sent = engine.submit("session_anchors", [one, two]);
  if (!sent.ok) throw new Error(sent.reason);
  expect(engine.findAnchor(two.tag)).toEqual({ id: sent.id, item: 1 });
  expect(until(() => !engine.isUnderWay(sent.id), 600)).toBeDefined();
  expect(engine.findAnchor(two.tag)).toEqual({ id: sent.id, item: 1 });
  expect(engine.evidence(sent.id, 1)?.item).toEqual(two);
  expect(other.placeOf(sent.id)).toBeDefined();
  expect(other.findAnchor(two.tag)).toBeUndefined();
  expect(engine.findAnchor(anchorOf("three").tag)).toBeUndefined();
  // Sent again it is refused for that reason, from which the node goes and looks for it.
  expect(engine.submit("session_anchors", [one])).toEqual({ ok: false, reason: "anchored" });
});
