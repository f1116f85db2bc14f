import { expect, it } from "vitest";
import { createWaitingRoom } from "./waiting-room.ts";

it("gives out what waits for a block, once", () => {
  const room = createWaitingRoom<string>({ count: 9, bytes: 99 });
  room.add("b", "a", "block b", 1);
  room.add("b", "a", "block b again", 1);
  room.add("c", "a", "block c", 1);
  expect(room.wanted()).toEqual(["a"]);
  expect(room.take("a")).toEqual(["block b", "block c"]);
  expect([room.take("a"), room.wanted(), room.has("b")]).toEqual([[], [], false]);
});

it("is bounded in number and in bytes, and lets the oldest go", () => {
  const room = createWaitingRoom<string>({ count: 3, bytes: 10 });
  for (const id of ["1", "2", "3", "4"]) room.add(id, `parent of ${id}`, id, 1);
  expect(["1", "2", "3", "4"].filter(room.has)).toEqual(["2", "3", "4"]);
  room.add("5", "parent of 5", "5", 9);
  expect(["2", "3", "4", "5"].filter(room.has)).toEqual(["4", "5"]);
  room.add("6", "parent of 6", "6", 11);
  expect(room.wanted()).toEqual([]);
});
