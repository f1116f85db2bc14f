import { describe, expect, it } from "vitest";
import { compareCredits } from "./compare-credits.ts";
import type { CreditAccount } from "./recompute-credits.ts";

const account = (entity: string, epoch: number, kind: CreditAccount["kind"], amount: number): CreditAccount => ({
  ...{ entity, epoch, kind, amount, uncut: amount, proofs: ["proof"] },
});
const row = (entity: string, validation_signature: number, present = 0) => ({
  ...{ entity, present, credits: { relay_bandwidth: 0, storage_availability: 0, validation_signature } },
});

describe("credits that were counted anew", () => {
  const accounts = [
    account("a", 1, "validation_signature", 40),
    account("a", 3, "validation_signature", 5),
    account("b", 3, "uptime_beacon", 7),
  ];

  it("are the same as the state's, which has forgotten the oldest epochs", () => {
    expect(compareCredits(accounts, new Map([[3, [row("a", 5), row("b", 0, 7)]]]))).toEqual([]);
  });

  it("differ where the state has more, fewer, or none", () => {
    const counted = new Map([
      [2, [row("c", 10)]],
      [3, [row("a", 6)]],
    ]);
    expect(compareCredits(accounts, counted)).toEqual([
      { entity: "a", epoch: 3, kind: "validation_signature", recounted: 5, state: 6 },
      { entity: "b", epoch: 3, kind: "uptime_beacon", recounted: 7, state: 0 },
      { entity: "c", epoch: 2, kind: "validation_signature", recounted: 0, state: 10 },
    ]);
  });

  it("have nothing to be compared with before the state has counted anything", () => {
    expect(compareCredits([], new Map())).toEqual([]);
  });
});
