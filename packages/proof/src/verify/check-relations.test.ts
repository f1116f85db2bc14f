import { testNetwork } from "@lucid/testkit";
import { expect, it } from "vitest";
import { openNetwork } from "../chain/network.ts";
import { startsBeforeNetwork } from "./check-relations.ts";

const DAY_MS = 86_400_000;

it.each([1_767_225_600, 9_007_199_254_741])(
  "counts the day before a network to the millisecond: one of second %d",
  (genesisTime) => {
    const opened = openNetwork(testNetwork("founded", { genesisTime }).genesis);
    if (!opened.ok) throw new Error(opened.failure.reason);
    const dayBefore = genesisTime * 1_000 - DAY_MS;
    expect(startsBeforeNetwork(dayBefore, opened.value)).toBe(false);
    expect(startsBeforeNetwork(dayBefore - 1, opened.value)).toBe(true);
  },
);
