import { hashObject, type v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import type { Vote } from "./fork-tree.ts";
import { createBlockWatch, createOffenceWatch } from "./offences.ts";

const ref = (height: number, name = "") => ({ height, hash: hashObject(`${height} ${name}`) });
const vote = (source: number, target: number, name = "", attester = "a"): Vote => ({
  ...{ attester, source: ref(source), target: ref(target, name) },
});

describe("votes that were signed", () => {
  const saw = (...votes: readonly Vote[]) => {
    const watch = createOffenceWatch();
    return votes.map((one) => watch.saw(one)).at(-1);
  };

  it("offend when they are two for one target height, from whatever source", () => {
    const [one, other] = [vote(1, 5), vote(1, 5, "other")];
    expect(saw(one, other)).toEqual({ kind: "votes", attester: "a", targetHeight: 5, first: one, second: other });
    expect(saw(vote(1, 5), vote(2, 5))).toMatchObject({ kind: "votes" });
    expect(saw(vote(1, 5), vote(1, 5))).toBeUndefined();
    expect(saw(vote(1, 5), vote(1, 5, "other", "b"))).toBeUndefined();
  });

  it("offend when one lies around the other, in either order", () => {
    const [outer, inner] = [vote(1, 9), vote(2, 8)];
    const offence = { kind: "surround", first: outer, second: inner };
    expect(saw(outer, inner)).toMatchObject({ ...offence, targetHeight: 8 });
    expect(saw(inner, outer)).toMatchObject({ ...offence, targetHeight: 9 });
    for (const harmless of [vote(1, 8), vote(2, 9), vote(9, 10), vote(3, 10)])
      expect(saw(vote(2, 9, "", "b"), vote(1, 9), harmless)?.kind).toBe(harmless.target.height === 9 ? "votes" : undefined);
    expect(saw(vote(1, 5), vote(1, 6), vote(5, 7))).toBeUndefined();
  });

  it("are forgotten up to a height", () => {
    const watch = createOffenceWatch();
    watch.saw(vote(1, 5));
    watch.saw(vote(1, 6));
    watch.prune(5);
    expect([watch.saw(vote(1, 5, "other")), watch.saw(vote(1, 6, "other"))]).toMatchObject([undefined, { kind: "votes" }]);
  });
});

describe("blocks that were signed", () => {
  const block = (slot: number, position: number, name = "", producer = "a") => ({
    header: { producer, slot, position, timestamp: name.length } as v2.Header,
    signature: name,
  });
  const sawIn = (watch: ReturnType<typeof createBlockWatch>, one: ReturnType<typeof block>) =>
    watch.saw(one, hashObject(one.header));

  it("offend when they are two for one place, whatever else they say", () => {
    const watch = createBlockWatch();
    const [one, other] = [block(1, 2), block(1, 2, "other")];
    expect([sawIn(watch, one), sawIn(watch, one), sawIn(watch, block(1, 3)), sawIn(watch, block(2, 2))]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    expect(sawIn(watch, block(1, 2, "other", "b"))).toBeUndefined();
    expect(sawIn(watch, other)).toEqual({ kind: "blocks", first: one, second: other });
  });

  it("are forgotten below a slot", () => {
    const watch = createBlockWatch();
    sawIn(watch, block(1, 2));
    sawIn(watch, block(2, 2));
    watch.prune(2);
    expect(sawIn(watch, block(1, 2, "other"))).toBeUndefined();
    expect(sawIn(watch, block(2, 2, "other"))).toMatchObject({ kind: "blocks" });
  });
});
