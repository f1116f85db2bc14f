import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mainParameters } from "../genesis.ts";
import { electByRank, electInTurn, electLeaders, isEligible, rankEntities, type TallyEntry } from "./leaders.ts";

const parameters = mainParameters;
const entry = (entity: string, credits: bigint, present: bigint, window = 100n): TallyEntry => ({
  entity,
  credits,
  uptime: [present, window],
});

describe("the ranking", () => {
  it("puts the greatest product of credits and uptime first, exactly", () => {
    const tally = [entry("a", 10n, 50n), entry("b", 6n, 90n), entry("c", 2n ** 80n, 100n), entry("d", 2n ** 80n + 1n, 100n)];
    expect(rankEntities(tally, parameters.d_min, "seed")).toEqual(["d", "c", "b", "a"]);
  });

  it("leaves out who has no credits or less than the least uptime", () => {
    expect(isEligible(entry("a", 1n, 20n), [1, 5])).toBe(true);
    expect(isEligible(entry("a", 1n, 19n), [1, 5])).toBe(false);
    expect(isEligible(entry("a", 0n, 100n), [1, 5])).toBe(false);
    expect(isEligible(entry("a", 1n, 0n, 0n), [1, 5])).toBe(false);
  });

  it("breaks ties by the epoch seed, so that no name is always first", () => {
    const tally = ["a", "b", "c", "d"].map((entity) => entry(entity, 5n, 100n));
    const first = (seed: number) => rankEntities(tally, parameters.d_min, String(seed))[0];
    expect(new Set(Array.from({ length: 64 }, (_, seed) => first(seed))).size).toBe(4);
    expect(first(7)).toBe(first(7));
  });

  it("does not depend on the order of the tally", () => {
    const tally = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.bigInt(0n, 9n), fc.bigInt(0n, 9n)), {
      selector: ([name]) => name,
    });
    fc.assert(
      fc.property(tally, fc.string(), (entries, seed) => {
        const all = entries.map(([name, credits, present]) => entry(name, credits, present, 9n));
        expect(rankEntities(all.toReversed(), [1, 5], seed)).toEqual(rankEntities(all, [1, 5], seed));
      }),
    );
  });
});

describe("the election by rank", () => {
  const ranked = ["a", "b", "c", "d", "e", "f"];

  it("takes the best one that has not led lately, and the next ones as fallbacks", () => {
    expect(electByRank({ slot: 9, ranked, recentLeaders: ["c", "a"], parameters })).toEqual(["b", "d", "e", "f"]);
  });

  it("lets everybody lead once before anybody leads again", () => {
    const recentLeaders: string[] = [];
    for (let slot = 0; slot < 60; slot += 1)
      recentLeaders.push(electByRank({ slot, ranked, recentLeaders, parameters })[0] ?? "");
    for (let start = 0; start + ranked.length <= 60; start += 1)
      expect(new Set(recentLeaders.slice(start, start + ranked.length)).size).toBe(ranked.length);
  });

  it("falls back to who led longest ago when the cooldown leaves too few", () => {
    expect(electByRank({ slot: 9, ranked, recentLeaders: ["b", "a", "c", "d", "e"], parameters })).toEqual(["f", "b", "a", "c"]);
  });

  it("has a leader even for one entity, which never rests", () => {
    expect(electByRank({ slot: 9, ranked: ["a"], recentLeaders: ["a", "a"], parameters })).toEqual(["a"]);
  });

  it("rests a leader for at most cooldown_slots", () => {
    const many = Array.from({ length: 40 }, (_, index) => `e${index}`);
    const recentLeaders = ["e0", ...many.slice(20, 36)];
    expect(electByRank({ slot: 99, ranked: many, recentLeaders, parameters })[0]).toBe("e0");
    expect(electByRank({ slot: 99, ranked: many, recentLeaders: recentLeaders.slice(0, 16), parameters })[0]).toBe("e1");
  });
});

describe("the bootstrap election", () => {
  it("goes round, with the next producers as fallbacks and nobody twice", () => {
    const elect = (slot: number, ranked: string[]) => electInTurn({ slot, ranked, recentLeaders: [], parameters });
    expect(elect(0, ["a", "b", "c"])).toEqual(["a", "b", "c"]);
    expect(elect(4, ["a", "b", "c"])).toEqual(["b", "c", "a"]);
    expect(elect(4, ["a"])).toEqual(["a"]);
    expect(elect(1, ["a", "b", "c", "d", "e", "f"])).toEqual(["b", "c", "d", "e"]);
  });
});

it("lets the tally decide from three eligible entities on", () => {
  const elect = (ranked: string[]) => electLeaders({ slot: 1, ranked, bootstrap: ["x", "y"], recentLeaders: [], parameters });
  expect(elect(["a", "b"])).toEqual(["y", "x"]);
  expect(elect(["a", "b", "c"])).toEqual(["a", "b", "c"]);
});
