import { expect, it } from "vitest";
import { terminalJson, terminalLines, terminalText } from "./terminal-text.ts";

/** Goes up a line and clears it, then turns what follows around; the last is the one-byte form of ESC [. */
const HOSTILE = "a\u001b[1A\u001b[2Kb\r\nVERIFIED\u202ec\u2028d\u{e0041}\u009b2Ke";

it("writes out what would move a terminal's cursor or turn a line around", () => {
  expect(terminalText(HOSTILE)).toBe("a\\u{1b}[1A\\u{1b}[2Kb\\u{d}\\u{a}VERIFIED\\u{202e}c\\u{2028}d\\u{e0041}\\u{9b}2Ke");
  expect(terminalLines("one\ntwo\u001b[1A")).toBe("one\ntwo\\u{1b}[1A");
});

it("leaves what people write as it is", () => {
  for (const text of ["Übung 3.lucid", "記録 (1).lucid", "a b"]) expect(terminalText(text)).toBe(text);
});

it("writes JSON that means the same and moves no cursor", () => {
  const text = terminalJson({ name: HOSTILE, list: [1] }, 2);
  expect(JSON.parse(text)).toEqual({ name: HOSTILE, list: [1] });
  expect(text.split("\n").join("")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});
