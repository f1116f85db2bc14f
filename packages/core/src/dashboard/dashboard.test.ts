import { createTestClock } from "@lucid/foundation/testing";
import { describe, expect, it } from "vitest";
import { createAlertBook, findAlerts, type Observed } from "./alerts.ts";
import { forecastStorage } from "./forecast.ts";

const HOUR = 3_600_000;
const GIB = 2 ** 30;

describe("the forecast", () => {
  const over = (hours: number, from: number, to: number) =>
    forecastStorage(
      [
        { steady: 1_000, stored_bytes: from },
        { steady: 1_000 + hours * HOUR, stored_bytes: to },
      ],
      100 * GIB,
    );

  it("says nothing before a day was measured", () => {
    expect(forecastStorage([], GIB)).toEqual({ kind: "measuring", measured_hours: 0 });
    expect(over(23, 0, GIB)).toEqual({ kind: "measuring", measured_hours: 23 });
  });

  it("follows from how the recordings grew", () => {
    expect(over(48, 10 * GIB, 20 * GIB)).toEqual({ kind: "full-in", measured_hours: 48, days: 20, bytes_per_day: 5 * GIB });
    expect(over(48, 20 * GIB, 20 * GIB)).toEqual({ kind: "not-growing", measured_hours: 48 });
    expect(over(48, 20 * GIB, 10 * GIB)).toMatchObject({ kind: "not-growing" });
  });
});

describe("alerts", () => {
  const fine: Observed = {
    emergencies: [],
    parts: { database: { ok: true, detail: "", last_success: null } },
    storage: { free_bytes: 50, total_bytes: 100, forecast: { kind: "measuring", measured_hours: 0 } },
    resources: { cpus: 2, load_one_minute: 1, memory_free_bytes: 50, memory_total_bytes: 100 },
    blockchain: { height: 200, finalized_height: 198 },
    superAdmins: 2,
    told: [],
  };
  const broken = { ok: false, detail: "no disk", last_success: null };
  const storage = fine.storage;
  const resources = fine.resources;

  it.each<[what: string, change: Partial<Observed>, alert: object]>([
    [
      "an emergency",
      { emergencies: [{ action: "lockdown_system", reason: "", since: "", until: null }] },
      { code: "emergency", severity: "critical" },
    ],
    ["a part", { parts: { database: broken } }, { code: "part-failing", severity: "critical", data: { part: "database" } }],
    [
      "a part that it can do without",
      { parts: { tor: { ...broken, optional: true } } },
      { code: "part-failing", severity: "warning" },
    ],
    ["the disk, filling", { storage: { ...storage, free_bytes: 19 } }, { code: "disk-filling", severity: "warning" }],
    ["the disk, full", { storage: { ...storage, free_bytes: 4 } }, { code: "disk-full", severity: "critical" }],
    [
      "the forecast",
      { storage: { ...storage, forecast: { kind: "full-in", measured_hours: 48, days: 13.5, bytes_per_day: 1 } } },
      { code: "storage-full-soon", data: { days: 13 } },
    ],
    ["memory", { resources: { ...resources, memory_free_bytes: 14 } }, { code: "memory-short", severity: "warning" }],
    [
      "memory, nearly gone",
      { resources: { ...resources, memory_free_bytes: 4 } },
      { code: "memory-short", severity: "critical" },
    ],
    ["the load", { resources: { ...resources, load_one_minute: 9 } }, { code: "load-high", severity: "warning" }],
    ["blocks that are not final", { blockchain: { height: 300, finalized_height: 198 } }, { code: "not-final" }],
    [
      "what an area says",
      { told: [{ code: "payout-limit-near" as const, severity: "warning" as const, data: { limit: "day", share: 0.9 } }] },
      { code: "payout-limit-near", data: { limit: "day" } },
    ],
    ["a super admin alone", { superAdmins: 1 }, { code: "one-super-admin", severity: "info" }],
  ])("tell of %s, and of nothing else", (_what, change, alert) => {
    expect(findAlerts(fine)).toEqual([]);
    expect(findAlerts({ ...fine, ...change })).toMatchObject([alert]);
  });

  it("say since when, the gravest first, and wait for what may pass by itself", () => {
    const clock = createTestClock();
    const book = createAlertBook(clock);
    const seen = { ...fine, superAdmins: 1, parts: { database: broken }, resources: { ...resources, load_one_minute: 9 } };
    const codes = () => book(findAlerts(seen)).map(({ code }) => code);
    expect(codes()).toEqual(["part-failing", "one-super-admin"]);
    const since = new Date(clock.now()).toISOString();
    clock.advance(5 * 60_000);
    expect(codes()).toEqual(["part-failing", "load-high", "one-super-admin"]);
    expect(book(findAlerts(seen)).every((one) => one.since === since)).toBe(true);
    book(findAlerts({ ...seen, resources }));
    expect(codes()).toEqual(["part-failing", "one-super-admin"]);
  });
});
