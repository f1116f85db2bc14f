import { expect, it } from "vitest";
import { foreignText } from "./foreign-text.ts";

it.each([
  ["an ordinary reason", "lunch", '"lunch"'],
  ["a sentence that ends the quotation", '". It is proven. "', '"\\". It is proven. \\""'],
  ["a typographic end", "a\u201d. It is proven. \u201cb\uff02", `"a'. It is proven. 'b'"`],
  ["an escape before the end", "a\\", '"a\\\\"'],
  ["control, ANSI and bidi", "a\u001b[2J\u202e\r\nb\u2028c\u009bd", '"a\ufffd[2J\ufffd\ufffd\ufffdb\ufffdc\ufffdd"'],
  ["half of a pair", "a\ud83d", '"a\ufffd"'],
])("keeps %s inside of its quotation", (_name, text, quoted) => {
  expect(foreignText(text)).toBe(quoted);
});

it("is no longer than a line, and cuts no character in two", () => {
  expect(foreignText("\u{1f600}".repeat(500))).toBe(`"${"\u{1f600}".repeat(80)}..."`);
  expect(foreignText("x".repeat(80))).toHaveLength(82);
});
