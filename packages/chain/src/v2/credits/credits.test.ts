import type { v2 } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import { auditorsOf } from "./auditors.ts";
import { isBitmapOf, median, worthOf } from "./credits.ts";

const key = (index: number): string => index.toString(16).padStart(64, "0");
const limits = { base_bytes_per_session: 5_242_880, credit_cap: 50_000 };
const head = (auditor: number) => ({ network: key(0), epoch: 1, node: key(9), auditor: key(auditor) });
const proven = { node: key(9), epoch: 1 };

const relay = (...values: readonly (readonly [bytes: number, sessions: number])[]): v2.TaskProof => ({
  ...proven,
  kind: "relay_bandwidth",
  reports: values.map(([bytes_transferred, sessions_relayed], index) => ({
    report: { ...head(index), kind: "relay_bandwidth", value: { bytes_transferred, sessions_relayed } },
    signature: "",
  })),
});
const storage = (...values: readonly (readonly [bytes: number, chunks: number])[]): v2.TaskProof => ({
  ...proven,
  kind: "storage_availability",
  reports: values.map(([size_bytes, chunks_stored], index) => ({
    report: { ...head(index), kind: "storage_availability", value: { size_bytes, chunks_stored } },
    signature: "",
  })),
});
const uptime = (...values: readonly string[]): v2.TaskProof => ({
  ...proven,
  kind: "uptime_beacon",
  reports: values.map((value, index) => ({ report: { ...head(index), kind: "uptime_beacon", value }, signature: "" })),
});

describe("the worth of a proof", () => {
  it.each([
    ["relay of nothing", relay([0, 0]), 0],
    ["a byte more than a session's base", relay([limits.base_bytes_per_session + 1, 1]), 2],
    ["more sessions than bytes", relay([1, 7]), 7],
    ["the most bytes that JSON carries", relay([Number.MAX_SAFE_INTEGER, 0]), limits.credit_cap],
    ["a GiB in 3 chunks", storage([2 ** 30, 3]), 16],
    ["a byte less than a tenth of a GiB", storage([Math.floor(2 ** 30 / 10), 0]), 0],
    ["a tenth of a GiB", storage([Math.ceil(2 ** 30 / 10), 0]), 1],
    ["the most that JSON carries", storage([Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]), limits.credit_cap],
  ])("of %s", (_words, proof, credits) => {
    expect(worthOf(proof, 1, limits)).toEqual({ kind: proof.kind, credits });
  });

  it("is the median of what the auditors say, and the lower of two", () => {
    expect([median([7]), median([9, 4]), median([9, 1, 4]), median([])]).toEqual([7, 4, 4, 0]);
    expect(worthOf(storage([0, 9], [0, 4], [0, 5_000]), 3, limits)).toMatchObject({ credits: 18 });
    expect(worthOf(relay([0, 8], [0, 30]), 3, limits)).toMatchObject({ credits: 8 });
  });

  it("of presence is the slots that more than half of all auditors saw, the silent ones included", () => {
    expect(worthOf(uptime("f0", "f0", "0f"), 3, limits)).toEqual({ kind: "uptime_beacon", slots: 4 });
    expect(worthOf(uptime("ff00", "c0"), 3, limits)).toMatchObject({ slots: 2 });
    expect(worthOf(uptime("ff"), 1, limits)).toMatchObject({ slots: 8 });
    expect(worthOf(uptime("ff", "00"), 2, limits)).toMatchObject({ slots: 0 });
  });
});

it("takes a bitmap for what it is only with a bit for each slot and none beyond", () => {
  const of = (hex: string, epoch_slots: number): boolean => isBitmapOf(hex, { epoch_slots });
  expect([of("ff", 8), of("fff0", 12), of("f0", 4), of("00", 1)]).toEqual([true, true, true, true]);
  expect([of("ff", 9), of("ffff", 8), of("fff8", 12), of("f8", 4)]).toEqual([false, false, false, false]);
});

describe("auditors", () => {
  const roster = Array.from({ length: 12 }, (_, index) => ({ entity: key(index), public_key: key(index), weight: 1 }));

  it("are three others, and another three in another epoch, for another member and in another network", () => {
    const first = auditorsOf({ network: key(0), epoch: 1, entity: key(3) }, roster);
    expect(new Set(first).size).toBe(3);
    expect(first).not.toContain(key(3));
    const others = [
      auditorsOf({ network: key(0), epoch: 2, entity: key(3) }, roster),
      auditorsOf({ network: key(0), epoch: 1, entity: key(4) }, roster),
      auditorsOf({ network: key(1), epoch: 1, entity: key(3) }, roster),
    ];
    for (const other of others) expect(other).not.toEqual(first);
    expect(auditorsOf({ network: key(0), epoch: 1, entity: key(3) }, roster.toReversed())).toEqual(first);
  });

  it("are all others where there are fewer, and nobody is its own", () => {
    expect(auditorsOf({ network: key(0), epoch: 1, entity: key(0) }, roster.slice(0, 2))).toEqual([key(1)]);
    expect(auditorsOf({ network: key(0), epoch: 1, entity: key(0) }, roster.slice(0, 1))).toEqual([]);
  });
});
