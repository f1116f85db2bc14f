import { merkle, utf8 } from "@lucid/proof";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { appendLeaf, emptyFrontier, type Frontier, frontierRoot } from "./frontier.ts";

it("has the RFC 9162 root of all leaves after each of them", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 70 }), (texts) => {
      const leaves = texts.map((text) => utf8(text));
      let frontier: Frontier = emptyFrontier;
      expect(frontierRoot(frontier)).toBe(merkle.rootOf([]));
      for (const [index, leaf] of leaves.entries()) {
        frontier = appendLeaf(frontier, leaf);
        expect(frontierRoot(frontier)).toBe(merkle.rootOf(leaves.slice(0, index + 1)));
      }
      expect(frontier.count).toBe(leaves.length);
    }),
    { numRuns: 50 },
  );
});

it("keeps as many hashes as the count has ones in binary", () => {
  let frontier: Frontier = emptyFrontier;
  for (let count = 1; count <= 1_000; count += 1) {
    frontier = appendLeaf(frontier, Uint8Array.of(count % 256));
    expect(frontier.peaks).toHaveLength(count.toString(2).replaceAll("0", "").length);
  }
});
