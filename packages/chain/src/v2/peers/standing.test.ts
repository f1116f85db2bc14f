import { createTestClock } from "@lucid/foundation/testing";
import { describe, expect, it } from "vitest";
import { BUDGETS, createStanding } from "./standing.ts";

function setUp() {
  const clock = createTestClock(0);
  return { clock, standing: createStanding(() => clock.elapsed()) };
}

describe("the standing of a peer", () => {
  it("falls with each fault until the peer is shut out for an hour", () => {
    const { clock, standing } = setUp();
    const bans = Array.from({ length: 5 }, () => standing.blame("liar", "rejected"));
    expect(bans).toEqual([false, false, false, false, true]);
    expect([standing.isBanned("liar"), standing.score("liar"), standing.banned]).toEqual([true, -100, 1]);
    clock.advance(3_599_999);
    expect(standing.isBanned("liar")).toBe(true);
    clock.advance(1);
    expect([standing.isBanned("liar"), standing.score("liar")]).toEqual([false, 0]);
  });

  it("recovers, so that rare faults never add up", () => {
    const { clock, standing } = setUp();
    for (let count = 0; count < 50; count += 1) {
      expect(standing.blame("unlucky", "rejected")).toBe(false);
      clock.advance(100_000);
    }
    expect(standing.score("unlucky")).toBe(0);
  });

  it("is nothing that another peer pays for", () => {
    const { standing } = setUp();
    standing.blame("liar", "malformed");
    expect([standing.isBanned("liar"), standing.isBanned("honest")]).toEqual([true, false]);
  });

  it("lets a peer use what it may, and gives it back as time goes on", () => {
    const { clock, standing } = setUp();
    const { most, perSecond } = BUDGETS.questions;
    expect(standing.spend("asker", "questions", most)).toBe(true);
    expect(standing.spend("asker", "questions", 1)).toBe(false);
    clock.advance(1_000);
    expect(standing.spend("asker", "questions", perSecond)).toBe(true);
    expect(standing.spend("asker", "questions", 1)).toBe(false);
    expect(standing.spend("other", "questions", most)).toBe(true);
  });

  it("is kept of no more than a thousand peers, and who is banned stays so", () => {
    const { standing } = setUp();
    standing.blame("liar", "malformed");
    for (let count = 0; count < 5_000; count += 1) standing.spend(`visitor ${count}`, "messages", 1);
    expect(standing.isBanned("liar")).toBe(true);
    for (let count = 0; count < 1_023; count += 1) standing.blame(`liar ${count}`, "malformed");
    expect(standing.banned).toBeLessThanOrEqual(1_024);
  });
});
