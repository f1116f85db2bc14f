import { describe, expect, it } from "vitest";
import { mainParameters } from "../genesis.ts";
import { comparePositions, epochOf, expectedTime, nextPosition, ordinalOf, positionAt, positionOf } from "./slots.ts";

const timing = { genesis_time: 1_000, parameters: mainParameters };

describe("slots and positions", () => {
  it("has twelve positions of ten seconds in a slot of two minutes", () => {
    expect(positionAt(timing, 1_000)).toEqual({ slot: 0, position: 0 });
    expect(positionAt(timing, 1_119.999)).toEqual({ slot: 0, position: 11 });
    expect(positionAt(timing, 1_120)).toEqual({ slot: 1, position: 0 });
  });

  it("has none before the genesis time", () => {
    expect(positionAt(timing, 999.9)).toBeUndefined();
  });

  it("gives the leader T and each fallback one leader timeout more", () => {
    const at = { slot: 2, position: 3 };
    expect([0, 1, 2, 3].map((rank) => expectedTime(timing, at, rank))).toEqual([1_270, 1_275, 1_280, 1_285]);
  });

  it("counts positions through the slots and back", () => {
    for (const ordinal of [0, 11, 12, 8_639]) expect(ordinalOf(timing, positionOf(timing, ordinal))).toBe(ordinal);
    expect(nextPosition(timing, { slot: 4, position: 11 })).toEqual({ slot: 5, position: 0 });
  });

  it("orders positions by slot first", () => {
    expect(comparePositions({ slot: 1, position: 11 }, { slot: 2, position: 0 })).toBeLessThan(0);
    expect(comparePositions({ slot: 2, position: 1 }, { slot: 2, position: 1 })).toBe(0);
  });

  it("changes the epoch every 720 slots", () => {
    expect([719, 720, 1_440].map((slot) => epochOf(timing, slot))).toEqual([0, 1, 2]);
  });
});
