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
    expect(bans).toEqual([0, 0, 0, 0, 3_600_000]);
    expect([standing.isBanned("liar"), standing.score("liar"), standing.banned]).toEqual([true, -100, 1]);
    clock.advance(3_599_999);
    expect(standing.isBanned("liar")).toBe(true);
    clock.advance(1);
    expect([standing.isBanned("liar"), standing.score("liar")]).toEqual([false, 0]);
  });

  it("recovers, so that rare faults never add up", () => {
    const { clock, standing } = setUp();
    for (let count = 0; count < 50; count += 1) {
      expect(standing.blame("unlucky", "rejected")).toBe(0);
      clock.advance(100_000);
    }
    expect(standing.score("unlucky")).toBe(0);
  });

  it("shuts who was only slow out for a minute, and for longer only when it goes on", () => {
    const { clock, standing } = setUp();
    const stall = () => [1, 2, 3].map(() => standing.blame("busy", "stalled"));
    expect(stall()).toEqual([0, 0, 60_000]);
    clock.advance(60_000);
    expect([standing.isBanned("busy"), standing.score("busy")]).toEqual([false, 0]);
    const later = [120_000, 240_000, 480_000, 960_000, 1_920_000, 3_600_000, 3_600_000].map((banMs) => {
      expect(stall()).toEqual([0, 0, banMs]);
      clock.advance(banMs - 1);
      expect(standing.isBanned("busy")).toBe(true);
      clock.advance(1);
      return standing.isBanned("busy");
    });
    expect(later).not.toContain(true);
    clock.advance(3_600_000);
    expect(stall()).toEqual([0, 0, 60_000]);
  });

  it("shuts who is slow and lies out for an hour", () => {
    const { standing } = setUp();
    for (let count = 0; count < 9; count += 1) expect(standing.blame("liar", "no_answer")).toBe(0);
    expect(standing.blame("liar", "rejected")).toBe(3_600_000);
  });

  it("forgets a lie before it counts what was slow later", () => {
    const { clock, standing } = setUp();
    standing.blame("busy", "rejected");
    clock.advance(100_000);
    expect([1, 2, 3].map(() => standing.blame("busy", "stalled"))).toEqual([0, 0, 60_000]);
  });

  it("gives a slow peer more time, up to eight times as much, until it is in time again", () => {
    const { standing } = setUp();
    expect(standing.patience("busy")).toBe(1);
    const patience = ["no_answer", "rejected", "no_answer", "no_answer", "no_answer"].map((fault) => {
      standing.blame("busy", fault as "no_answer" | "rejected");
      return standing.patience("busy");
    });
    expect(patience).toEqual([2, 2, 4, 8, 8]);
    standing.praise("busy");
    standing.praise("unknown");
    expect([standing.patience("busy"), standing.patience("unknown")]).toEqual([1, 1]);
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
