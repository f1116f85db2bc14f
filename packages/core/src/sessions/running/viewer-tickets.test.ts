import { systemRandomness } from "@lucid/foundation";
import { createTestClock } from "@lucid/foundation/testing";
import { describe, expect, it } from "vitest";
import { createViewerTickets } from "./viewer-tickets.ts";

function ticketsAt(start: number) {
  const clock = createTestClock(start);
  return { clock, tickets: createViewerTickets({ clock, randomness: systemRandomness }) };
}
const holder = { sessionId: "one", userId: "user", loginSessionId: "login", label: "viewer", viewOnly: false };

describe("viewer tickets", () => {
  it("open the session they were made for, once", () => {
    const { tickets } = ticketsAt(0);
    const { ticket } = tickets.issue(holder);
    expect(tickets.redeem(ticket, "one")).toMatchObject(holder);
    expect(tickets.redeem(ticket, "one")).toBeUndefined();
  });

  it("open no other session, and are not used up by an attempt on one", () => {
    const { tickets } = ticketsAt(0);
    const { ticket } = tickets.issue(holder);
    expect(tickets.redeem(ticket, "two")).toBeUndefined();
    expect(tickets.redeem(ticket, "one")).toMatchObject(holder);
    expect(tickets.redeem(ticket, "one")).toBeUndefined();
  });

  it("expire", () => {
    const { clock, tickets } = ticketsAt(1_000);
    const { ticket, expiresAt } = tickets.issue(holder);
    expect(expiresAt).toBe(31_000);
    clock.advance(30_000);
    expect(tickets.redeem(ticket, "one")).toBeUndefined();
  });

  it.each([-3_600_000, 3_600_000])("live as long as ever when the clock is set by %d ms", (step) => {
    const { clock, tickets } = ticketsAt(10_000_000);
    const [early, late] = [tickets.issue(holder).ticket, tickets.issue(holder).ticket];
    clock.setNow(clock.now() + step);
    clock.advance(29_999);
    expect(tickets.redeem(early, "one")).toMatchObject(holder);
    clock.advance(1);
    expect(tickets.redeem(late, "one")).toBeUndefined();
  });

  it("do not outlive their login", () => {
    const { tickets } = ticketsAt(100_000);
    const [mine, other] = [tickets.issue(holder).ticket, tickets.issue({ ...holder, loginSessionId: "other" }).ticket];
    tickets.revoke("login");
    expect(tickets.redeem(mine, "one")).toBeUndefined();
    expect(tickets.redeem(other, "one")).toMatchObject({ loginSessionId: "other" });
  });

  it("stay few: old ones make room", () => {
    const { tickets } = ticketsAt(0);
    const [first] = Array.from({ length: 1_001 }, () => tickets.issue(holder).ticket);
    expect(tickets.redeem(first ?? "", "one")).toBeUndefined();
  });
});
