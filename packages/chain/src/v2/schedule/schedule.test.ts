import type { v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { createTestKeys } from "../../testing/keys.ts";
import { type BranchState, genesisState } from "../state/branch-state.ts";
import { listsOf } from "../state/lists.ts";
import { createMembershipState } from "../testing/membership-state.ts";
import { createSchedule } from "./schedule.ts";

const { network, keys } = createMembershipState(1, 1, 1, 1, 1);
const schedule = createSchedule(network);
const first = genesisState(network);
const { epoch_slots } = network.genesis.parameters;
const stranger = createTestKeys("stranger").publicKey;
const [one] = keys.map(({ publicKey }) => publicKey);
if (one === undefined) throw new Error("there are five");

/** The state above which the current list has another key for the first member, or not that member at all. */
function changed(key: string | undefined): BranchState {
  const { current } = first.lists.members;
  const members = current.members.flatMap((member): v2.Member[] => {
    if (member.entity !== one) return [member];
    return key === undefined ? [] : [{ ...member, public_key: key }];
  });
  return { ...first, lists: listsOf({ current: { version: 1, members }, pending: null }) };
}

/** Slots of the epoch from `slot` on in which a key has a seat. */
const seatsOf = (state: BranchState, key: string, from: number): number[] =>
  Array.from({ length: 30 }, (_, slot) => from + slot).filter((slot) => schedule.seats(state, slot).includes(key));

describe("seats", () => {
  it("belong to an entity: its newest key builds, and who leaves keeps them to the end of the epoch", () => {
    const mine = seatsOf(first, one, 0);
    expect(mine.length).toBeGreaterThan(0);
    expect(seatsOf(changed(stranger), stranger, 0)).toEqual(mine);
    expect(seatsOf(changed(stranger), one, 0)).toEqual([]);
    expect(seatsOf(changed(undefined), one, 0)).toEqual(mine);
    expect(seatsOf(changed(undefined), one, epoch_slots)).toEqual([]);
    expect(seatsOf(changed(stranger), stranger, epoch_slots).length).toBeGreaterThan(0);
  });

  it("are dealt anew for each epoch, and the same after many others were asked for", () => {
    const before = schedule.seats(first, 3);
    for (let epoch = 0; epoch < 20; epoch += 1) schedule.seats(first, epoch * epoch_slots);
    expect(schedule.seats(first, 3)).toEqual(before);
  });

  it("take turns as first by position, and there is no rank beyond the last", () => {
    const seats = schedule.seats(first, 5);
    expect([0, 1, 2, 3, 4].map((position) => schedule.producerAt(first, { slot: 5, position }, 0))).toEqual([...seats, seats[0]]);
    expect(schedule.producerAt(first, { slot: 5, position: 0 }, 1)).toBe(seats[1]);
    expect(schedule.producerAt(first, { slot: 5, position: 0 }, 4)).toBeUndefined();
  });
});

describe("turns", () => {
  const [leader = "", second = ""] = schedule.seats(first, 0);
  const genesis = { slot: 0, position: -1 };

  it("begin by rank and last a block interval, on a head of an earlier position", () => {
    expect(schedule.current(first, leader, 0, genesis)).toMatchObject({ at: { slot: 0, position: 0 }, rank: 0, time: 0 });
    expect(schedule.current(first, second, 4, genesis)).toBeUndefined();
    expect(schedule.current(first, second, 5, genesis)).toMatchObject({ at: { slot: 0, position: 0 }, rank: 1, time: 5 });
    expect(schedule.current(first, leader, 0, { slot: 0, position: 0 })).toBeUndefined();
    expect(schedule.current(first, stranger, 0, genesis)).toBeUndefined();
  });

  it("are asked for again at the next position at the latest, and at the beginning before the first slot", () => {
    expect([schedule.next(first, leader, -7), schedule.next(first, stranger, 3)]).toEqual([0, 10]);
    expect(schedule.next(first, second, 0)).toBe(5);
  });
});
