import { expect, it } from "vitest";
import { createNodeClock } from "./create-node-clock.ts";

it("tells no time before the node was heard", () => {
  expect(createNodeClock().at(5_000)).toBeUndefined();
});

it("never tells the record's time earlier than it is, however long a frame was under way", () => {
  const clock = createNodeClock();
  // Asked for at 1 000, sent at an unknown moment until it came at 1 400.
  clock.connected(50_000, 1_000);
  clock.heard(50_000, 1_400);
  expect(clock.at(1_400)).toBe(50_400);
  clock.heard(51_000, 2_900);
  expect(clock.at(2_900)).toBe(51_900);
});

it("follows a clock of the node that runs faster than the page's", () => {
  const clock = createNodeClock();
  clock.connected(50_000, 1_000);
  clock.heard(60_500, 11_000);
  expect(clock.at(12_000)).toBe(61_500);
});

it("measures anew at each connection", () => {
  const clock = createNodeClock();
  clock.connected(50_000, 1_000);
  clock.connected(52_000, 3_500);
  expect(clock.at(4_000)).toBe(52_500);
});
