import { describe, expect, it } from "vitest";
import { keyboardFile, TYPING_KEYS } from "./keyboard-file.ts";
import { KEYBOARDS } from "./keyboards.ts";

const BASE = "[noshift]\nKey9=65307:27\nKey24=113:113\nKey113=65027:0\n[shift]\nKey9=65307:27\nKey23=65056:0\n";

/** Sections of a file, each with its lines by key code. */
const read = (text: string) =>
  Object.fromEntries(
    text
      .split(/^\[/m)
      .slice(1)
      .map((section) => {
        const [name = "", ...lines] = section.trimEnd().split("\n");
        return [name.slice(0, -1), Object.fromEntries(lines.map((line) => line.split("=")))];
      }),
  );

describe.each(Object.keys(KEYBOARDS))("the keyboard %s", (id) => {
  it("has a keysym for every key of every level", () => {
    for (const level of KEYBOARDS[id] ?? []) expect(level.split(" ")).toHaveLength(TYPING_KEYS.length);
    const sections = read(keyboardFile(id, BASE));
    expect(Object.keys(sections)).toHaveLength(8);
    for (const lines of Object.values(sections)) {
      expect(lines).toMatchObject({ Key9: "65307:27", Key113: "65027:0", Key65: expect.any(String) });
      for (const value of Object.values(lines)) expect(value).toMatch(/^\d+:\d+$/);
    }
  });
});

it("types capitals with Caps Lock where a key has one, and nothing else", () => {
  const { capslock, shiftcapslock, shift } = read(keyboardFile("0000041f", BASE));
  const of = (character: string): string => `${character.charCodeAt(0)}:${character.charCodeAt(0)}`;
  expect(capslock).toMatchObject({ Key24: of("Q"), Key10: of("1") });
  expect([capslock?.["Key31"], capslock?.["Key48"]]).toEqual([of("I"), "681:304"]);
  expect(shiftcapslock).toMatchObject({ Key24: of("q"), Key10: of("!") });
  expect(shift).toMatchObject({ Key23: "65056:0" });
});
