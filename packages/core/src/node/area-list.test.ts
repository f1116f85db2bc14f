import { expect, it } from "vitest";
import type { Area } from "../calls/index.ts";
import { createAreaList } from "./area-list.ts";

const area = (name: string, ended: string[]): Area => ({
  features: [name],
  [Symbol.asyncDispose]: async () => void ended.push(name),
});

it("ends areas in the reverse order of the list, however long the two of a pair took to start", async () => {
  const ended: string[] = [];
  const slow = Promise.withResolvers<Area>();
  const stack = new AsyncDisposableStack();
  const areas = createAreaList(stack);
  areas.add(area("first", ended));
  const both = areas.addBoth(slow.promise, Promise.resolve(area("quick", ended)));
  slow.resolve(area("slow", ended));
  const [one, other] = await both;
  expect([one.features, other.features]).toEqual([["slow"], ["quick"]]);
  expect(areas.all.map(({ features }) => features?.[0])).toEqual(["first", "slow", "quick"]);
  await stack.disposeAsync();
  expect(ended).toEqual(["quick", "slow", "first"]);
});

it("throws what kept one of a pair from starting, and ends the other one with the rest", async () => {
  const ended: string[] = [];
  const stack = new AsyncDisposableStack();
  const areas = createAreaList(stack);
  const failed = Promise.reject(new Error("no disk"));
  await expect(areas.addBoth(failed, Promise.resolve(area("other", ended)))).rejects.toThrow("no disk");
  await stack.disposeAsync();
  expect(ended).toEqual(["other"]);
});
