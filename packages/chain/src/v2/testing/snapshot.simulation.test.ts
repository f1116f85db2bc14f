import { expect, it } from "vitest";
import { compareSnapshot } from "./sim/scenarios/snapshot.ts";

it("comes to the same roots from a snapshot as from block 1, and refuses one with a sequence changed", {
  timeout: 300_000,
}, () => {
  expect(compareSnapshot(240, 1).filter(({ holds }) => !holds)).toEqual([]);
});
