import { expect, it } from "vitest";
import { KEYSYM, keysBetween } from "./typed-keys.ts";

it("types what was added", () => {
  expect(keysBetween("__", "__a")).toEqual([0x61]);
  expect(keysBetween("__", "__ls\n")).toEqual([0x6c, 0x73, KEYSYM.enter]);
});

it("takes back what is gone", () => {
  expect(keysBetween("__ab", "__a")).toEqual([KEYSYM.backspace]);
  expect(keysBetween("__", "_")).toEqual([KEYSYM.backspace]);
});

it("puts another word in the place of one, as a keyboard that corrects does", () => {
  expect(keysBetween("__teh", "__the ")).toEqual([KEYSYM.backspace, KEYSYM.backspace, 0x68, 0x65, 0x20]);
});

it("knows characters beyond Latin-1, and those of two code units", () => {
  expect(keysBetween("", "ü€😀")).toEqual([0xfc, 0x0100_20ac, 0x0101_f600]);
});
