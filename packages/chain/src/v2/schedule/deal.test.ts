import { sha256Hex, utf8 } from "@lucid/proof";
import { expect, it } from "vitest";
import { dealSeats } from "./deal.ts";

const parameters = { epoch_slots: 60, cooldown_slots: 16, max_fallbacks: 3 };
const rosterOf = (...weights: readonly number[]) =>
  weights.map((leaderWeight, index) => ({ entity: String.fromCharCode(97 + index).repeat(64), leaderWeight }));
const deal = (weights: readonly number[], changes: Partial<typeof parameters> = {}, epoch = 2) =>
  dealSeats({ network: "net", epoch, roster: rosterOf(...weights), parameters: { ...parameters, ...changes } });

it("gives every slot its leader and the next different ones as fallbacks", () => {
  for (const members of [1, 2, 3, 4, 5, 17, 18, 30]) {
    const seats = deal(Array.from({ length: members }, () => 1));
    expect(seats).toHaveLength(60);
    for (const [slot, keys] of seats.entries()) {
      expect(new Set(keys).size).toBe(Math.min(4, members));
      const following = seats.slice(slot).map(([leader]) => leader);
      for (const [place, key] of keys.entries()) if (slot + 17 < 60) expect(following.indexOf(key)).toBeGreaterThanOrEqual(place);
    }
  }
});

it("elects nobody again within the cooldown", () => {
  for (const members of [3, 8, 17, 18, 30]) {
    const leaders = deal(Array.from({ length: members }, (_, index) => 1 + (index % 4))).map(([leader]) => leader);
    const cooldown = Math.min(16, members - 1);
    for (let slot = 1; slot < leaders.length; slot += 1)
      expect(leaders.slice(Math.max(0, slot - cooldown), slot)).not.toContain(leaders[slot]);
  }
});

it("elects in proportion to the leader weights as far as the cooldown lets it", () => {
  const counts = new Map<number, number>();
  const weights = Array.from({ length: 40 }, (_, index) => (index < 20 ? 1 : 2));
  for (const [leader = -1] of deal(weights, { epoch_slots: 600, cooldown_slots: 8 }))
    counts.set(leader, (counts.get(leader) ?? 0) + 1);
  for (let index = 0; index < 40; index += 1) expect(counts.get(index)).toBe(index < 20 ? 10 : 20);
});

it("takes the lowest hash of network, epoch and entity where sums are equal", () => {
  const roster = rosterOf(1, 1, 1, 1, 1);
  for (const epoch of [0, 1, 7]) {
    const tieOf = (index: number) => sha256Hex(utf8(`lucid-turn|net|${epoch}|${roster[index]?.entity}`));
    const first = [0, 1, 2, 3, 4].toSorted((left, right) => (tieOf(left) < tieOf(right) ? -1 : 1));
    expect(deal([1, 1, 1, 1, 1], {}, epoch)[0]).toEqual(first.slice(0, 4));
  }
});

it("is the worked example, by hand", () => {
  // Weights 2 and 1 and a cooldown of 1: the two take turns, the heavier first.
  expect(deal([2, 1], { epoch_slots: 4 }).map((keys) => keys.join(""))).toEqual(["01", "10", "01", "10"]);
});
