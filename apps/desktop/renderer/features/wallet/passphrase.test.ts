import { expect, it } from "vitest";
import { loadPassphraseJudge } from "./passphrase.ts";
import { pickPositions } from "./pick-positions.ts";

const judge = await loadPassphraseJudge();

it.each([
  ["aaaaaaaaaa", "repeated"],
  ["aaaaaaaaaaaaaaaaaaaa", "repeated"],
  ["1234567890", "known-password"],
  ["qwertzuiop", "keyboard-row"],
  ["hunter2", "known-password"],
  ["Passwort123", "known-password"],
  ["summer2026!", "short"],
  ["", "short"],
] as const)("refuses %s: %s", (text, weakness) => {
  expect(judge(text)).toMatchObject({ accepted: false, weakness });
});

it.each(["correct horse battery staple", "blaue giraffe tanzt leise", "zG7!qv0P-mmXe"])("accepts %s", (text) => {
  expect(judge(text)).toMatchObject({ accepted: true, weakness: undefined });
});

it("picks different positions in order", () => {
  for (let run = 0; run < 50; run += 1) {
    const picked = pickPositions(12, 3);
    expect(new Set(picked).size).toBe(3);
    expect(picked).toEqual([...picked].toSorted((a, b) => a - b));
    expect(picked.every((position) => position >= 0 && position < 12)).toBe(true);
  }
});
