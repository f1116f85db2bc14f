import { expect, it } from "vitest";
import { nameForShell, nameInWords } from "./name-in-words.ts";

it("leaves the name of a file as it is, and quotes one that could be taken for more", () => {
  for (const name of ["Übung 3.lucid", "記録 (1).lucid", "it's a-b_c.lucid"]) expect(nameInWords(name)).toBe(name);
  expect(nameInWords("a\u202eb")).toBe('"a\ufffdb"');
  expect(nameInWords("a: proven.")).toBe('"a: proven."');
  expect(nameInWords(`a${" ".repeat(5)}b`)).toBe(`"a${" ".repeat(5)}b"`);
  expect(nameInWords("\u05d0 5.lucid")).toBe('\u2068"\u05d0 5.lucid"\u2069');
  expect(nameInWords("x".repeat(81))).toBe(`"${"x".repeat(80)}..."`);
});

it("writes a name for a shell as one word that is no option, and leaves any other to the reader", () => {
  expect(nameForShell("my recording 3.lucid")).toBe("'my recording 3.lucid'");
  expect(nameForShell("-n.lucid")).toBe("'./-n.lucid'");
  for (const name of ["it's.lucid", "$(x).lucid", "a\nb"]) expect(nameForShell(name)).toBe("FILE");
});
