import { afterEach, expect, it, vi } from "vitest";
import { connection, setByBeat } from "./connection.ts";

const before = connection.getState();
afterEach(() => {
  vi.useRealTimers();
  connection.setState(before, true);
});

const at = (iso: string): void => void vi.useFakeTimers({ now: new Date(iso), toFake: ["Date"] });

it("counts by the node's clock where this computer's is wrong", () => {
  at("2026-11-29T10:00:00.000Z");
  setByBeat("2026-11-29T10:02:00.000Z");
  expect(connection.getState().aheadMs).toBe(120_000);
  // The computer's clock is set right while the page is open.
  at("2026-11-29T10:02:05.000Z");
  setByBeat("2026-11-29T10:02:05.000Z");
  expect(connection.getState().aheadMs).toBe(0);
});

it("does not move by how long a beat was on its way", () => {
  at("2026-11-29T10:00:00.000Z");
  for (const late of ["2026-11-29T09:59:59.100Z", "2026-11-29T10:00:00.900Z"]) setByBeat(late);
  expect(connection.getState().aheadMs).toBe(0);
});
