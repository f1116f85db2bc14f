import { sha256Hex, utf8, type v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { testTree } from "../../testing/traffic.ts";
import { mainParameters } from "../network-genesis.ts";
import { createDraft, genesisState } from "../state/branch-state.ts";
import { createStage } from "../testing/sim/scenario.ts";
import { nodeCheckpoint } from "./node-checkpoint.ts";
import { sessionAnchors } from "./session-anchors.ts";

const { network } = createStage({ seed: "kinds", nodes: 1 }).world;
const parameters = { ...mainParameters, checkpoint_blocks: 3 };
const hash = (text: string) => sha256Hex(utf8(text));
const tree = testTree(1);
const tag = hash("tag");
const head = (size: number): v2.Head => ({ tag, size, root: tree.rootAt(size) });
const anchorFrom = (size: number | undefined, changes: Partial<v2.Anchor> = {}): v2.Anchor => ({
  ...{ tag, manifest_hash: hash("m"), grant_hash: hash("g"), merkle_root: tree.root(), chunk_count: tree.size },
  consistency: size === undefined ? null : tree.consistencyPath(size, tree.size),
  ...changes,
});

/** A state in which these statements of one sender were taken, each three heights after the last. */
function stateWith(...items: readonly (v2.Head | v2.Anchor)[]) {
  const state = createDraft(genesisState(network));
  for (const [index, item] of items.entries()) {
    const place = { sender: "one", height: 3 * index, parameters };
    if ("size" in item) nodeCheckpoint.apply(state, { ...place, items: [item] });
    else sessionAnchors.apply(state, { ...place, items: [item] });
  }
  return state;
}

describe("a checkpoint", () => {
  const check = (state: ReturnType<typeof stateWith>, height: number, size: number, sender = "one") =>
    nodeCheckpoint.check(state, { sender, height, parameters, items: [head(size)] });

  it("keeps its distance from the sender's last one", () => {
    const state = stateWith(head(3));
    expect(check(state, 2, 4)).toBe("checkpoint_too_soon");
    expect(check(state, 3, 4)).toBeUndefined();
    expect(check(state, 0, 4, "other")).toBeUndefined();
  });

  it("has only heads that grow, of tags that are not anchored, each in its sender's own space", () => {
    expect(check(stateWith(head(3)), 9, 3)).toBe("head_not_larger");
    expect(check(stateWith(head(3)), 9, 2, "other")).toBeUndefined();
    expect(check(stateWith(head(3), anchorFrom(3)), 9, 9)).toBe("anchored");
  });
});

describe("an anchor", () => {
  const check = (state: ReturnType<typeof stateWith>, anchor: v2.Anchor, sender = "one") =>
    sessionAnchors.check(state, { sender, height: 9, parameters, items: [anchor] });

  it("comes once for each tag of a sender", () => {
    expect(check(stateWith(anchorFrom(undefined)), anchorFrom(undefined))).toBe("anchored");
    expect(check(stateWith(anchorFrom(undefined)), anchorFrom(undefined), "other")).toBeUndefined();
  });

  it("continues the tag's last head, and names none where there is none", () => {
    expect(check(stateWith(), anchorFrom(undefined))).toBeUndefined();
    expect(check(stateWith(), anchorFrom(3))).toBe("no_head");
    expect(check(stateWith(head(3)), anchorFrom(3))).toBeUndefined();
    expect(check(stateWith(head(3)), anchorFrom(undefined))).toBe("not_continued");
    expect(check(stateWith(head(4)), anchorFrom(3))).toBe("not_continued");
    expect(check(stateWith(head(3)), anchorFrom(3, { chunk_count: 2 }))).toBe("fewer_chunks");
  });

  it("has the root of a head of the same size", () => {
    const state = stateWith(head(tree.size));
    expect(check(state, anchorFrom(undefined))).toBeUndefined();
    expect(check(state, anchorFrom(undefined, { merkle_root: hash("r") }))).toBe("other_root");
    expect(check(state, anchorFrom(undefined, { consistency: [] }))).toBe("other_root");
  });

  it("is a leaf of the anchor tree", () => {
    expect(stateWith(anchorFrom(undefined)).anchors.count).toBe(1);
    expect(stateWith(head(3)).anchors.count).toBe(0);
  });
});
