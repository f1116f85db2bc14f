import { expect, it } from "vitest";
import { createBaseState, createLayer } from "./state.ts";

it("undoes what was applied, in the order that it gives back", () => {
  const base = createBaseState();
  base.apply([{ table: "property", key: "a", value: 1n }]);
  const layer = createLayer(base);
  layer.set("property", "a", 2n);
  layer.set("property", "b", 3n);
  const before = base.apply(layer.changes());
  expect([base.get("property", "a"), base.get("property", "b")]).toEqual([2n, 3n]);
  base.apply(before);
  expect([base.get("property", "a"), base.get("property", "b")]).toEqual([1n, undefined]);
});

it("takes back what was written since the last checkpoint, and keeps what was committed below one that is taken back", () => {
  const layer = createLayer(createBaseState());
  layer.set("property", "a", 1n);
  layer.checkpoint();
  layer.set("property", "a", 2n);
  layer.checkpoint();
  layer.set("property", "b", 3n);
  layer.commit();
  expect(layer.get("property", "b")).toBe(3n);
  layer.revert();
  expect([layer.get("property", "a"), layer.get("property", "b")]).toEqual([1n, undefined]);
});
