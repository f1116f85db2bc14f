import { describe, expect, it } from "vitest";
import { describeKey } from "./describe-key.ts";

const UNICODE = 0x0100_0000;
/** Legacy keysyms, which older clients and xrdp send, with what they type. */
const LEGACY: readonly (readonly [alphabet: string, first: number, characters: string])[] = [
  ["Latin", 0x61, "abcdefghijklmnopqrstuvwxyz"],
  ["Latin with accents", 0xe0, "àáâãäåæçèéêëìíîïðñòóôõö"],
  ["Polish", 0x1b1, "ą˛ł"],
  ["Greek", 0x7e1, "αβγδεζηθικλμνξοπρσ"],
  ["Cyrillic", 0x6c0, "юабцдефгхийклмнопярстужвьызшэщчъ"],
  ["Hebrew", 0xce0, "אבגדהוזחטיךכלםמןנסעףפץצקרשת"],
  ["Arabic", 0x5c7, "ابةتثجحخدذرزسشصضطظعغ"],
  ["kana", 0x4b1, "アイウエオカキクケコサシスセソタチツテト"],
  ["currency", 0x20ac, "€"],
  ["the keypad", 0xffb0, "0123456789"],
];

describe("a key that types", () => {
  it.each(LEGACY)("is described by its character: %s", (_alphabet, first, characters) => {
    for (const [index, character] of Array.from(characters).entries()) {
      expect(describeKey(first + index, true)).toEqual({ character });
      expect(describeKey(UNICODE + (character.codePointAt(0) ?? 0), true)).toEqual({ character });
    }
  });

  it("says nothing unless characters are wanted, not even which dead key it was", () => {
    for (const keysym of [0x61, 0x6c1, 0xffb7, 0x20ac, UNICODE + 0x1f600, 0xfe51, 0xfff1]) {
      expect(describeKey(keysym, false)).toEqual({});
    }
    expect(describeKey(UNICODE + 0x1f600, true)).toEqual({ character: "😀" });
    expect(describeKey(0xfe51, true)).toEqual({ key: "dead_acute" });
  });
});

it.each([
  [0xff0d, "Return"],
  [0xff55, "Page_Up"],
  [0xff9b, "KP_Page_Down"],
  [0xffc8, "F11"],
  [0xffe1, "Shift_L"],
  [0xfe03, "ISO_Level3_Shift"],
  [0xff2d, "Kana_Lock"],
  [0xffff, "Delete"],
  [0x1008_ff13, "XF86AudioRaiseVolume"],
])("names a key that types nothing, whatever the policy (%i)", (keysym, key) => {
  expect([describeKey(keysym, false), describeKey(keysym, true)]).toEqual([{ key }, { key }]);
});

it("says nothing of what is no keysym", () => {
  for (const keysym of [0, 0x1f, 0x9f, UNICODE, UNICODE + 0x0a, UNICODE + 0xd800, UNICODE + 0x11_0000, 0xffff_fffe]) {
    expect(describeKey(keysym, true)).toEqual({});
  }
});
