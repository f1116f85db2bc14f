import { describe, expect, it } from "vitest";
import { addFreeUsage, addUsage, takeOverUsage, usedBy } from "./usage.ts";

const DAY_SLOTS = 28_800n;
const whole = DAY_SLOTS * 1_000n;

describe("what is used of a resource", () => {
  it("comes back evenly over a day", () => {
    const used = addUsage({ used: 0n, slot: 0n, window: whole }, 10_000n, 5n);
    expect(used).toEqual({ used: 10_000n, slot: 5n, window: whole });
    expect(usedBy(used, 5n + DAY_SLOTS / 2n)).toBe(5_000n);
    expect(usedBy(used, 5n + DAY_SLOTS)).toBe(0n);
  });

  it("leaves a shorter window where an old usage was nearly gone", () => {
    const first = addUsage({ used: 0n, slot: 0n, window: whole }, 10_000n, 0n);
    const second = addUsage(first, 10_000n, DAY_SLOTS / 2n);
    // 5 000 with half a window left, and 10 000 with a whole one.
    expect(second).toEqual({ used: 15_000n, slot: DAY_SLOTS / 2n, window: 24_000_000n });
  });

  it("counts free bandwidth over a whole day always", () => {
    const first = addFreeUsage({ used: 0n, slot: 0n }, 300n, 0n);
    expect(addFreeUsage(first, 200n, DAY_SLOTS / 2n)).toEqual({ used: 350n, slot: DAY_SLOTS / 2n });
  });

  it("goes with what is taken back, window and all", () => {
    const receiver = { used: 8_000n, slot: 10n, window: 10_000_000n };
    const owner = { used: 2_000n, slot: 10n, window: 20_000_000n };
    expect(takeOverUsage(owner, receiver, 6_000n, 10n)).toEqual({ used: 8_000n, slot: 10n, window: 12_500_000n });
  });
});
