import { expect, it } from "vitest";
import { terminalJson, terminalLines, terminalName, terminalSentence, terminalText } from "./terminal-text.ts";

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

it("lets the name of a file make no row of its own, and be drawn over none", () => {
  expect(terminalName(`x${" ".repeat(3)}VERIFIED`)).toBe("x \\u{20}\\u{20}VERIFIED");
  expect(terminalName(" x\n")).toBe("\\u{20}x\\u{a}");
  expect(terminalName("a\u2800\u3164\u00a0\u3000b")).toBe("a\\u{2800}\\u{3164}\\u{a0}\\u{3000}b");
  expect(terminalName(`e${"\u0301".repeat(5)}`)).toBe(`e${"\u0301".repeat(3)}\\u{301}\\u{301}`);
  for (const text of ["Übung 3.lucid", "記録 (1).lucid", "it's a b"]) expect(terminalName(text)).toBe(text);
});

it("keeps foreign text of another direction apart, and no other mark", () => {
  const quoted = '\u2068"\u05d0\u05d1"\u2069';
  expect(terminalSentence(`wrote: ${quoted}, 5 s`)).toBe(`wrote: ${quoted}, 5 s`);
  expect(terminalSentence("a\u2069b\u2068c\u202e")).toBe("a\\u{2069}b\\u{2068}c\\u{202e}");
});
