import { expect, it } from "vitest";
import { foreignText } from "./foreign-text.ts";

it.each([
  ["an ordinary reason", "lunch", '"lunch"'],
  ["a sentence that ends the quotation", '". It is proven. "', '"\\". It is proven. \\""'],
  ["a typographic end", "a\u201d. It is proven. \u201cb\uff02", `"a'. It is proven. 'b'"`],
  ["an escape before the end", "a\\", '"a\\\\"'],
  ["control, ANSI and bidi", "a\u001b[2J\u202e\r\nb\u2028c\u009bd", '"a\ufffd[2J\ufffd\ufffd\ufffdb\ufffdc\ufffdd"'],
  ["an end that only looks like one", "a\u275e. It is proven. \u02dd\u{1f678}\u05d0", `\u2068"a'. It is proven. ''\u05d0"\u2069`],
  ["an end of other scripts", "a\u02f6. It is proven. \u02f5\u1cd3\u2e42", `"a'. It is proven. '''"`],
  ["an end that a blank carries", "a \u030e. It is proven. \u030b o\u030b", `"a '. It is proven. ' o\u030b"`],
  ["what is written from the right", "\u05d0\u05d1\u05d2 5", '\u2068"\u05d0\u05d1\u05d2 5"\u2069'],
  ["isolates of its own", "a\u2069b\u2068", '"a\ufffdb\ufffd"'],
  ["blanks that are not seen", "a\u3164\u2800\u115f\u1160\uffa0\u034f\u17b4b", `"a${"\ufffd".repeat(7)}b"`],
  ["marks that are piled up", `e${"\u0301".repeat(9)}`, `"e${"\u0301".repeat(3)}"`],
  ["half of a pair", "a\ud83d", '"a\ufffd"'],
])("keeps %s inside of its quotation", (_name, text, quoted) => {
  expect(foreignText(text)).toBe(quoted);
});

it("is no longer than a line, and cuts no character in two", () => {
  expect(foreignText("\u{1f600}".repeat(500))).toBe(`"${"\u{1f600}".repeat(80)}..."`);
  expect(foreignText("x".repeat(80))).toHaveLength(82);
});
