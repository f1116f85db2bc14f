import { describe, expect, it } from "vitest";
import { createStage } from "../testing/sim/scenario.ts";
import { createStatusBook } from "./status.ts";

const { network, nodes } = createStage({ seed: "status", nodes: 7 }).world;
const keys = nodes.map((node) => node.keys.publicKey);
const [ownKey = ""] = keys;
const bookOf = () => createStatusBook(network, { ownKey, startMs: 0, votersNow: () => network.voters });
const ref = { height: 0, hash: network.hash };
const status = (index: number, clock_ms: number) => ({
  ...{ status: { network: network.hash, final: ref, head: ref, clock_ms }, member: keys[index] ?? "", signature: "" },
});

describe("staleness", () => {
  it("begins a minute after members with more than a third, this one among them, were heard", () => {
    const book = bookOf();
    expect(book.isStale(59_999)).toBe(false);
    book.add(status(1, 1), 10_000);
    expect(book.isStale(60_000)).toBe(true);
    book.add(status(2, 1), 30_000);
    expect(book.isStale(69_999)).toBe(false);
    expect(book.isStale(70_000)).toBe(true);
    book.add(status(1, 2), 69_999);
    expect(book.isStale(89_999)).toBe(false);
    expect(book.isStale(90_000)).toBe(true);
  });

  it("does not exist for a member that has more than a third by itself", () => {
    const { world } = createStage({ seed: "status", nodes: 2 });
    const alone = createStatusBook(world.network, {
      ...{ ownKey: world.nodes[0]?.keys.publicKey ?? "", startMs: 0, votersNow: () => world.network.voters },
    });
    expect(alone.isStale(10_000_000)).toBe(false);
  });

  it("takes no status that is not newer than the member's last", () => {
    const book = bookOf();
    expect(book.add(status(1, 5), 0)).toBe(true);
    expect(book.add(status(1, 5), 0)).toBe(false);
    expect(book.add(status(1, 6), 0)).toBe(true);
  });
});

describe("the own clock", () => {
  it("is wrong more than two seconds from the median of three others, of the time that passed since", () => {
    const book = bookOf();
    for (const index of [1, 2]) book.add(status(index, 100_000), 0);
    expect(book.isClockWrong(0, 500_000)).toBe(false);
    book.add(status(3, 900_000), 0);
    expect(book.isClockWrong(0, 102_000)).toBe(false);
    expect(book.isClockWrong(0, 102_001)).toBe(true);
    expect(book.isClockWrong(30_000, 130_000)).toBe(false);
    expect(book.isClockWrong(30_000, 100_000)).toBe(true);
  });

  it("is not wrong where statuses came late, as far as the answers of members that were asked explain it", () => {
    const book = bookOf();
    for (const index of [1, 2, 3]) book.add(status(index, 100_000), 5_000);
    expect(book.isClockWrong(5_000, 105_000)).toBe(true);
    // Asked at 6 s, when the own clock showed 106 s; theirs shows 107 s at some moment before 12 s.
    for (const index of [1, 2]) book.add(status(index, 107_000), 12_000, 6_000);
    expect(book.isClockWrong(12_000, 112_000)).toBe(false);
    expect(book.isClockWrong(12_000, 115_000)).toBe(false);
    expect(book.isClockWrong(12_000, 115_001)).toBe(true);
    expect(book.isClockWrong(12_000, 104_999)).toBe(true);
    // What comes by itself later, and late too, changes nothing for a minute.
    for (const index of [1, 2, 3]) book.add(status(index, 120_000), 30_000);
    expect(book.isClockWrong(71_999, 171_999)).toBe(false);
    for (const index of [1, 2, 3]) book.add(status(index, 160_000), 71_999);
    expect(book.isClockWrong(72_000, 172_000)).toBe(true);
  });

  it("is compared by an answer however long it took, where the member's clock is ahead", () => {
    const book = bookOf();
    for (const index of [1, 2, 3]) book.add(status(index, 110_000), 10_000, 0);
    expect(book.isClockWrong(10_000, 107_999)).toBe(true);
    expect(book.isClockWrong(10_000, 108_000)).toBe(false);
  });

  it("has members asked when what came by itself is late, and not before two intervals are over", () => {
    const book = bookOf();
    for (const index of [1, 2, 3]) book.add(status(index, 100_000), 0);
    expect(book.isAskDue(0, 102_000)).toBe(false);
    expect(book.isAskDue(0, 97_000)).toBe(false);
    expect(book.isAskDue(0, 102_001)).toBe(true);
    expect(book.isAskDue(19_999, 125_000)).toBe(false);
    expect(book.isAskDue(20_000, 125_000)).toBe(true);
    expect(book.isAskDue(60_000, 165_000)).toBe(false);
  });

  it("is between the middle two of an even number, and compared with the last minute only", () => {
    const book = bookOf();
    for (const [index, clockMs] of [100_000, 100_000, 106_000, 900_000].entries()) book.add(status(index + 1, clockMs), 0);
    expect(book.isClockWrong(0, 103_000)).toBe(false);
    expect(book.isClockWrong(0, 100_000)).toBe(true);
    expect(book.isClockWrong(60_000, 0)).toBe(false);
  });
});
