import { describe, expect, it } from "vitest";
import { formatBytes, formatClock, formatCount, formatShare, formatSpan, formatUtc, shorten } from "./index.ts";

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("sizes", () => {
  it.each([
    [0, "0 B"],
    [812, "812 B"],
    [9_999, "10 kB"],
    [1_240_000_000, "1.24 GB"],
    [18_400_000_000, "18.4 GB"],
    [3e15, "3,000 TB"],
  ])("writes %d bytes as %s", (bytes, text) => {
    expect(plain(formatBytes(bytes))).toBe(text);
  });
});

describe("times", () => {
  it.each([
    [0, "0 s"],
    [9.9, "9 s"],
    [250, "4 m 10 s"],
    [3_600, "1 h"],
    [220_800, "61 h 20 m"],
    [400_000, "4 d 15 h"],
  ])("writes %d seconds as %s", (seconds, text) => {
    expect(plain(formatSpan(seconds))).toBe(text);
  });

  it("writes a length as a clock, and never below zero", () => {
    expect([formatClock(8_070), formatClock(-3)]).toEqual(["02:14:30", "00:00:00"]);
  });

  it("writes UTC the same for everybody", () => {
    expect(formatUtc("2026-11-17T10:14:52.000Z")).toBe("2026-11-17 10:14:52 UTC");
  });
});

it("never rounds a share up to all of it", () => {
  expect([formatShare(0.9999), formatShare(1), formatShare(0)].map(plain)).toEqual(["99.9 %", "100 %", "0 %"]);
});

it("parts thousands with thin spaces and hashes in the middle", () => {
  expect(plain(formatCount(48_213))).toBe("48 213");
  expect(shorten("7c1e4b00000000d2a79f04")).toBe("7c1e4b…a79f04");
});
