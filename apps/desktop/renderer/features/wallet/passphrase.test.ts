import { expect, it } from "vitest";
import { passphraseStrength } from "./passphrase.ts";
import { pickPositions } from "./pick-positions.ts";

it.each([
  ["hunter2", "short"],
  ["aaaaaaaaaaaaaaaaaaaa", "weak"],
  ["1234567890", "weak"],
  ["summer2026!", "fair"],
  ["correct horse battery staple", "strong"],
] as const)("rates %s as %s", (text, strength) => {
  expect(passphraseStrength(text)).toBe(strength);
});

it("picks different positions in order", () => {
  for (let run = 0; run < 50; run += 1) {
    const picked = pickPositions(12, 3);
    expect(new Set(picked).size).toBe(3);
    expect(picked).toEqual([...picked].toSorted((a, b) => a - b));
    expect(picked.every((position) => position >= 0 && position < 12)).toBe(true);
  }
});
